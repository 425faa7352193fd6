// Package footprint_test holds what a program pays for importing the library: packages, lines of go.sum, size,
// start-up, memory. Run it with -v to see the figures.
package footprint_test

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg"
)

// A time proves nothing on a busy machine, so it counts in make bench only.
var timed = flag.Bool("timed", false, "hold the time of package initialization to its bound")

const module = "github.com/gcoresg/gcoresg"

// What oapi-codegen's runtime needs, and all that is linked from elsewhere.
var foreign = []string{
	"github.com/apapsch/go-jsonmerge/v2", "github.com/google/uuid", "github.com/oapi-codegen/runtime", "github.com/oapi-codegen/runtime/types",
}

// TestDependencies: no kin-openapi, no generator, nothing that is not listed here.
func TestDependencies(t *testing.T) {
	for pattern, want := range map[string][]string{
		module + "/wire":          {module + "/wire"},
		module + "/gen":           append([]string{module + "/gen", module + "/wire"}, foreign...),
		module + "/gen/successor": append([]string{module + "/gen", module + "/gen/successor", module + "/wire"}, foreign...),
		module: append([]string{module, module + "/gen", module + "/gen/successor", module + "/internal/call", module + "/internal/flatjson",
			module + "/internal/neutron", module + "/internal/reconcile", module + "/wire"}, foreign...),
	} {
		slices.Sort(want)
		if got := dependencies(t, ".", pattern); !slices.Equal(got, want) {
			t.Errorf("%s links\n%s\nwant\n%s", pattern, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// The consumer's bounds. They are meant to be lowered when they can be, and raised only knowingly.
const (
	mostSumLines = 37        // of go.sum, after go mod tidy
	mostModules  = 4         // in go.mod
	mostBytes    = 512 << 10 // of a stripped program, more than the one with net/http alone
	mostInit     = 20 << 10
	mostInitTime = 0.05 // ms
)

// TestConsumer builds a program that imports the library, in a module of its own, without a network, and looks at
// what that costs.
func TestConsumer(t *testing.T) {
	const consumer = "../consumer"
	sum, err := os.ReadFile(filepath.Join(consumer, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	mod, err := os.ReadFile(filepath.Join(consumer, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	lines, required := bytes.Count(sum, []byte("\n")), bytes.Count(mod, []byte(" v"))
	if lines > mostSumLines || required > mostModules {
		t.Errorf("an importer gets %d lines of go.sum and %d modules in go.mod, want at most %d and %d", lines, required, mostSumLines, mostModules)
	}

	dir := t.TempDir()
	with, without := build(t, dir, consumer, "."), build(t, dir, consumer, "./handwritten")
	more := size(t, with) - size(t, without)
	if more > mostBytes {
		t.Errorf("a program is %d kB larger than with net/http alone, want at most %d", more>>10, mostBytes>>10)
	}
	linked, linkedWithout := run(t, consumer, "go", "list", "-deps", "."), run(t, consumer, "go", "list", "-deps", "./handwritten")
	t.Logf("%d lines of go.sum, %d modules in go.mod, %d packages linked instead of %d, a stripped program of %d kB instead of %d",
		lines, required, strings.Count(linked, "\n"), strings.Count(linkedWithout, "\n"), size(t, with)>>10, size(t, without)>>10)

	ours := dependencies(t, consumer, ".")
	milliseconds, allocated := 1e9, 0
	for range 10 { // of the time, the least: whatever else the machine does only adds
		time, bytes := initCost(t, with, ours)
		milliseconds, allocated = min(milliseconds, time), bytes
	}
	t.Logf("package initialization: %.0f µs, %d bytes", milliseconds*1000, allocated)
	if allocated > mostInit || *timed && milliseconds > mostInitTime {
		t.Errorf("package initialization takes %.3f ms and %d bytes, want at most %.3f and %d", milliseconds, allocated, mostInitTime, mostInit)
	}
}

func build(t *testing.T, dir, consumer, pkg string) string {
	t.Helper()
	program, err := filepath.Abs(filepath.Join(dir, "program-"+filepath.Base(pkg)))
	if err != nil {
		t.Fatal(err)
	}
	run(t, consumer, "go", "build", "-ldflags=-s -w", "-o", program, pkg)
	return program
}

func size(t *testing.T, file string) int64 {
	t.Helper()
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// initCost adds up what the Go runtime reports of the packages' initialization:
//
//	init github.com/google/uuid @1.2 ms, 0.011 ms clock, 1040 bytes, 16 allocs
func initCost(t *testing.T, program string, packages []string) (milliseconds float64, allocated int) {
	t.Helper()
	command := exec.Command(program)
	command.Env = []string{"GODEBUG=inittrace=1"}
	trace, err := command.CombinedOutput()
	if err != nil || !strings.Contains(string(trace), "init ") {
		t.Fatalf("%v\n%s", err, trace)
	}
	for line := range strings.Lines(string(trace)) {
		fields := strings.Fields(line)
		if len(fields) < 10 || fields[0] != "init" || !slices.Contains(packages, fields[1]) {
			continue
		}
		clock, err := strconv.ParseFloat(fields[4], 64)
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		n, err := strconv.Atoi(fields[7])
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		milliseconds, allocated = milliseconds+clock, allocated+n
	}
	return milliseconds, allocated
}

// dependencies lists the packages that are linked, without those of the standard library.
func dependencies(t *testing.T, dir, pattern string) []string {
	t.Helper()
	list := strings.Fields(run(t, dir, "go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", pattern))
	slices.Sort(list)
	return list
}

// run runs a command that must not reach for the network, write go.mod, or choose another Go.
func run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	command := exec.Command(name, args...)
	command.Dir = dir
	command.Env = append(os.Environ(), "GOPROXY=off", "GOFLAGS=-mod=readonly -buildvcs=false", "GOTOOLCHAIN=local", "GOWORK=off")
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, stderr.Bytes())
	}
	return string(out)
}

// TestIdleClient: a client that does nothing costs little, so that a program may have one for each of its customers.
func TestIdleClient(t *testing.T) {
	const most, count = 4 << 10, 1000
	clients := make([]*gcoresg.Client, 0, count)
	make1 := func() {
		client, err := gcoresg.NewClient(gcoresg.WithAPIKey("key"), gcoresg.WithBaseURL("https://api.gcore.com"))
		if err != nil {
			t.Fatal(err)
		}
		clients = append(clients, client)
	}
	make1() // with what all clients share
	before := heap()
	for range count - 1 {
		make1()
	}
	each := (heap() - before) / (count - 1)
	runtime.KeepAlive(clients)
	t.Logf("an idle client: %d bytes", each)
	if each > most {
		t.Errorf("an idle client takes %d bytes, want at most %d", each, most)
	}
}

func heap() uint64 {
	runtime.GC()
	runtime.GC() // the first one leaves what has a finalizer
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	return memory.HeapAlloc
}
