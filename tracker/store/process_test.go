//go:build unix

package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/store"
)

// TestMain lets the test binary be another process that opens a store.
func TestMain(m *testing.M) {
	if dsn, ok := os.LookupEnv("RUNGLESS_TEST_OPEN"); ok {
		fmt.Println(openAndStore(dsn))
		return
	}
	os.Exit(m.Run())
}

// openAndStore opens a store, stores one thread and a run, and says how it went.
func openAndStore(dsn string) string {
	s, err := store.Open(context.Background(), dsn, store.Options{})
	if err == nil {
		defer s.Close()
		_, err = s.Apply(context.Background(), fromGitHub(tracker.Batch{Threads: []tracker.Thread{pullRequest(os.Getpid(), ana, at(1))}}))
	}
	if err == nil {
		_, err = s.StartRun(context.Background(), tracker.GitHubSource, time.Now())
	}
	if known, ok := errors.AsType[*tracker.Error](err); ok {
		return fmt.Sprintf("kind %d: %v; %s", known.Kind, err, known.Hint)
	}
	return fmt.Sprint("stored ", err)
}

// process prepares another process that opens a store.
func process(t *testing.T, binary, dsn string) (command *exec.Cmd, said *strings.Builder) {
	command, said = exec.CommandContext(t.Context(), binary), &strings.Builder{}
	command.Env = append(os.Environ(), "RUNGLESS_TEST_OPEN="+dsn)
	command.Stdout, command.Stderr = said, said
	return command, said
}

func TestProcessesMayOpenAFreshFileAtOnce(t *testing.T) {
	path := freshFile(t)
	var commands []*exec.Cmd
	var said []*strings.Builder
	for range 3 {
		command, words := process(t, os.Args[0], path)
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		commands, said = append(commands, command), append(said, words)
	}
	for i, command := range commands {
		if err := command.Wait(); err != nil || said[i].String() != "stored <nil>\n" {
			t.Errorf("process %d: %v, %s", i, err, said[i])
		}
	}
	s := open(t, path)
	if got := len(facts(t, s, store.EvidenceFilter{})); got != len(commands) {
		t.Errorf("%d facts of %d processes", got, len(commands))
	}
	if runs, err := s.Runs(t.Context(), 10); err != nil || len(runs) != len(commands) {
		t.Errorf("%d runs of %d processes, %v", len(runs), len(commands), err)
	}
}

func TestAFolderThatCannotBeWrittenIsSaidInASentence(t *testing.T) {
	base, binary := copyForNobody(t)
	for i, test := range []struct {
		name string
		mode os.FileMode // of the file; 0: there is none
	}{
		{"a folder without a file", 0},
		{"a file that may be written, in a folder that may not", 0o666},
		{"a file that may only be read", 0o444},
		{"a file of somebody else", 0o200},
	} {
		folder := filepath.Join(base, fmt.Sprint(i))
		path := filepath.Join(folder, "rungless.db")
		if err := os.Mkdir(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		if test.mode != 0 {
			s, err := store.Open(t.Context(), path, store.Options{})
			if err := errors.Join(err, s.Close(), os.Chmod(path, test.mode)); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Chmod(folder, 0o555); err != nil {
			t.Fatal(err)
		}
		command, said := process(t, binary, path)
		command.Dir = base
		asNobody(command)
		err := command.Run()
		if got := said.String(); err != nil || !strings.HasPrefix(got, fmt.Sprintf("kind %d:", tracker.Unavailable)) || !strings.Contains(got, "writable for you") {
			t.Errorf("%s: %v, %s", test.name, err, got)
		}
	}
}

// asNobody makes a process of root's one of nobody's: root may write everywhere.
func asNobody(command *exec.Cmd) {
	if os.Geteuid() == 0 {
		command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
}

// copyForNobody makes a folder that everybody may enter, with the test binary.
func copyForNobody(t *testing.T) (folder, binary string) {
	folder, err := os.MkdirTemp("", "rungless")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		locked, _ := filepath.Glob(filepath.Join(folder, "?"))
		for _, f := range locked {
			os.Chmod(f, 0o755)
		}
		os.RemoveAll(folder)
	})
	binary = filepath.Join(folder, "store.test")
	text, err := os.ReadFile(os.Args[0])
	if err := errors.Join(err, os.WriteFile(binary, text, 0o755), os.Chmod(folder, 0o755)); err != nil {
		t.Fatal(err)
	}
	return folder, binary
}
