package model

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// tally counts the runs of one operation in one profile.
type tally struct {
	runs     int
	outcomes map[outcome]int
	kinds    map[string]int
	stories  map[string]string // the first one of each kind of complaint
	longest  time.Duration
}

func newTally() *tally {
	return &tally{outcomes: map[outcome]int{}, kinds: map[string]int{}, stories: map[string]string{}}
}

func (y *tally) add(r *run) {
	y.runs++
	y.outcomes[r.first]++
	y.longest = max(y.longest, r.took)
	for _, c := range r.complaints {
		y.kinds[c.kind]++
		if y.stories[c.kind] == "" {
			y.stories[c.kind] = r.story()
		}
	}
}

func (y *tally) failed() (n int) {
	for _, count := range y.kinds {
		n += count
	}
	return n
}

// report fails the test with one story for each kind of complaint.
func (y *tally) report(t *testing.T) {
	for _, kind := range slices.Sorted(maps.Keys(y.kinds)) {
		t.Errorf("%d of %d runs: %s\n%s", y.kinds[kind], y.runs, kind, y.stories[kind])
	}
}

// table has a line for each profile and operation.
type table struct {
	mu    sync.Mutex
	lines map[string]string
}

func newTable() *table { return &table{lines: map[string]string{}} }

func (b *table) add(profile string, op operation, y *tally) {
	var line strings.Builder
	fmt.Fprintf(&line, "%-10s %-12s", profile, op)
	for _, o := range outcomes {
		fmt.Fprintf(&line, " %7.2f%%", 100*float64(y.outcomes[o])/float64(max(y.runs, 1)))
	}
	fmt.Fprintf(&line, " %12v %8d", y.longest.Round(time.Second), y.failed())
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lines[profile+" "+op.String()] = line.String()
}

func (b *table) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var text strings.Builder
	fmt.Fprintf(&text, "what the client said\n%-10s %-12s", "profile", "operation")
	for _, o := range outcomes {
		fmt.Fprintf(&text, " %8s", o)
	}
	text.WriteString(" longest call complaints\n")
	for _, p := range profiles {
		for _, op := range operations {
			if line := b.lines[p.name+" "+op.String()]; line != "" {
				text.WriteString(line + "\n")
			}
		}
	}
	return text.String()
}
