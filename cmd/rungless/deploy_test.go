package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"rungless/tracker/config"
	"rungless/tracker/testneed"
)

var variableName = regexp.MustCompile(`\bRUNGLESS_[A-Z_]+`)

func TestWhatIsDeployedSetsKnownVariables(t *testing.T) {
	for _, name := range []string{"Dockerfile", "compose.yaml", "rungless.service"} {
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

func TestTheServiceIsExposedLittle(t *testing.T) {
	analyze := testneed.Program(t, "systemd-analyze")
	unit := filepath.Join(testneed.Root(t), "deploy", "rungless.service")
	said, err := exec.Command(analyze, "security", "--offline=true", "--threshold=20", "--no-pager", unit).CombinedOutput()
	if err != nil {
		t.Errorf("the exposure is over 2.0 (%v):\n%s", err, said)
	}
}
