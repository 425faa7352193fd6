package gcoresgtest

import (
	"net/http"
	"time"

	"github.com/gcoresg/gcoresg/gen/successor"
)

// TaskError makes the next request that starts a task start one that ends in the state ERROR with this text, after it
// did its work or, with any other moment than [AfterActing], without.
func TaskError(m Moment, text string) Fault {
	return twisted(m, func(t *task) {
		work := t.work
		t.work = func() (ruleID, failure string) {
			_, _ = work()
			return "", text
		}
	})
}

// TaskVanishes makes the next request that starts a task start one that cannot be read: 404. The task does its work
// when its time has come or, with any other moment than [AfterActing], not at all.
func TaskVanishes(m Moment) Fault { return twisted(m, func(t *task) { t.vanishes = true }) }

// TaskState makes the next request that starts a task start one that shows this state for ever. The task does its work
// when its time has come or, with any other moment than [AfterActing], not at all.
func TaskState(m Moment, state string) Fault {
	return twisted(m, func(t *task) { t.shows = successor.TaskState(state) })
}

// TaskTakes makes the next request that starts a task start one that takes so long. To a client from [Server.Client],
// 3*time.Second/[Speed] is what three seconds are to a client of the API; in a bubble of testing/synctest,
// 3*time.Second is.
func TaskTakes(d time.Duration) Fault {
	return twisted(AfterActing, func(t *task) { t.due = t.created.Add(d) })
}

// NoTasks answers the next request that starts a task with an empty list of tasks, before or after the task was
// started.
func NoTasks(m Moment) Fault {
	return Fault{moment: m, tasksOnly: true, rewrite: func(*call, answer) answer {
		return jsonAnswer(http.StatusOK, successor.TaskIDs{Tasks: []string{}})
	}}
}

// twisted changes the task of a request, which does not do its work unless the moment is AfterActing. The fault is kept
// to the requests that start tasks: it would be lost on any other.
func twisted(m Moment, change func(*task)) Fault {
	return Fault{moment: AfterActing, tasksOnly: true, task: func(t *task) {
		if m != AfterActing {
			t.work = func() (ruleID, failure string) { return "", "" }
		}
		change(t)
	}}
}
