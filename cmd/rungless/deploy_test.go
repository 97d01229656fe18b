package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rungless/tracker/config"
	"rungless/tracker/testneed"

	"github.com/goccy/go-yaml"
)

var variableName = regexp.MustCompile(`\bRUNGLESS_[A-Z_]+`)

func TestWhatIsDeployedSetsKnownVariables(t *testing.T) {
	for _, name := range []string{"Dockerfile", "compose.yaml", "rungless.service", "rungless-work.service"} {
		text, err := os.ReadFile(filepath.Join(testneed.Root(t), "deploy", name))
		if err != nil {
			t.Fatal(err)
		}
		variables := variableName.FindAllString(string(text), -1)
		if len(variables) == 0 {
			t.Errorf("%s sets nothing", name)
		}
		for i, variable := range variables {
			variables[i] = variable + "=x"
		}
		if unknown := config.UnknownVariables(variables); len(unknown) > 0 {
			t.Errorf("%s names %v, which the program does not know", name, unknown)
		}
	}
}

func TestTheServicesAreExposedLittle(t *testing.T) {
	analyze := testneed.Program(t, "systemd-analyze")
	for _, name := range []string{"rungless.service", "rungless-work.service"} {
		unit := filepath.Join(testneed.Root(t), "deploy", name)
		said, err := exec.Command(analyze, "security", "--offline=true", "--threshold=20", "--no-pager", unit).CombinedOutput()
		if err != nil {
			t.Errorf("the exposure of %s is over 2.0 (%v):\n%s", name, err, said)
		}
	}
}

func TestEveryContainerOfOursMayDoLittle(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(testneed.Root(t), "deploy", "compose.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Services map[string]struct {
			Image       string
			Command     []string
			ReadOnly    bool     `yaml:"read_only"`
			CapDrop     []string `yaml:"cap_drop"`
			SecurityOpt []string `yaml:"security_opt"`
			Ports       []string
			Secrets     []string
			Deploy      struct{ Replicas int }
		}
		Secrets map[string]struct{ File string }
	}
	if err := yaml.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	for name, s := range file.Services {
		for _, secret := range s.Secrets {
			if file.Secrets[secret].File == "" {
				t.Errorf("%s asks for the secret %s, which is no file", name, secret)
			}
		}
		for _, port := range s.Ports {
			if !strings.HasPrefix(port, "127.0.0.1:") {
				t.Errorf("%s listens on %s", name, port)
			}
		}
		mayLittle := s.ReadOnly && slices.Equal(s.CapDrop, []string{"ALL"}) && slices.Equal(s.SecurityOpt, []string{"no-new-privileges:true"})
		if s.Image == "rungless" && !mayLittle {
			t.Errorf("%s may do more than it needs: %+v", name, s)
		}
	}
	if work := file.Services["work"]; work.Deploy.Replicas != 2 || !slices.Equal(work.Command, []string{"work"}) {
		t.Errorf("the workers are %+v", work)
	}
}
