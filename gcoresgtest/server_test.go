package gcoresgtest_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/gcoresgtest"
)

// tb is a test that records how it was stopped.
type tb struct {
	fatal    string
	cleanups int
}

func (*tb) Helper()          {}
func (t *tb) Cleanup(func()) { t.cleanups++ }
func (t *tb) Fatalf(format string, args ...any) {
	t.fatal = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

// fatal runs f as a test of its own and returns what stopped it.
func fatal(f func(*tb)) string {
	inner := &tb{}
	done := make(chan struct{})
	go func() {
		defer close(done)
		f(inner)
	}()
	<-done
	return inner.fatal
}

func TestMistakesStopTheTest(t *testing.T) {
	for want, mistake := range map[string]func(*tb){
		`the base path "x" has to begin with a slash`: func(t *tb) { gcoresgtest.New(t, gcoresgtest.WithBasePath("x")) },
		"make one with AddGroup":                      func(t *tb) { gcoresgtest.New(t).AddRule("nowhere", web()) },
		"do not make a client":                        func(t *tb) { gcoresgtest.New(t).Client(gcoresg.WithAPIKey("a\nb")) },
	} {
		if got := fatal(mistake); !strings.Contains(got, want) {
			t.Errorf("stopped by %q, want %q", got, want)
		}
	}
}

func TestMistakesPanicOutsideTests(t *testing.T) {
	srv, err := gcoresgtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer srv.Close()
	defer func() {
		if got := fmt.Sprint(recover()); !strings.Contains(got, "make one with AddGroup") {
			t.Errorf("panic %q", got)
		}
	}()
	srv.Rules("nowhere")
}

func TestNewClosesItself(t *testing.T) {
	inner := &tb{}
	srv := gcoresgtest.New(inner)
	defer srv.Close()
	if inner.cleanups != 1 {
		t.Errorf("%d cleanups, want 1", inner.cleanups)
	}
}
