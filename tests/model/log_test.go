package model

import (
	"fmt"
	"strings"
	"sync"
	"time"
)

// eventLog is what happened in a run. Texts are put together only when somebody reads them.
type eventLog struct {
	mu     sync.Mutex
	start  time.Time
	off    bool // keeps nothing
	events []event
}

type event struct {
	at     time.Time
	format string
	args   []any
}

func (l *eventLog) add(format string, args ...any) {
	if l.off {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.events = append(l.events, event{time.Now(), format, args})
}

// String has a line for each event. A long log loses its middle.
func (l *eventLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	const most = 120
	var b strings.Builder
	for i, e := range l.events {
		if cut := len(l.events) - most; cut > 0 && i >= most/2 && i < most/2+cut {
			if i == most/2 {
				fmt.Fprintf(&b, "            … %d more events …\n", cut)
			}
			continue
		}
		fmt.Fprintf(&b, "%10.3fs  %s\n", e.at.Sub(l.start).Seconds(), fmt.Sprintf(e.format, e.args...))
	}
	return b.String()
}
