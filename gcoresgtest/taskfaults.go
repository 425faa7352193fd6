package gcoresgtest

import (
	"net/http"
	"time"

	"github.com/gcoresg/gcoresg/gen/successor"
)

// TaskError lets the request that it strikes start a task that ends in the state ERROR with this text, after it did its work or,
// with any other moment than [AfterActing], without.
func TaskError(m Moment, text string) Fault { return twisted(taskTwist{moment: m, failure: text}) }

// TaskVanishes lets the request that it strikes start a task that nobody can read: 404. The task does its work when its time has
// come or, with any other moment than [AfterActing], not at all.
func TaskVanishes(m Moment) Fault { return twisted(taskTwist{moment: m, vanishes: true}) }

// TaskState lets the request that it strikes start a task that shows this state for ever. The task does its work when its time has
// come or, with any other moment than [AfterActing], not at all.
func TaskState(m Moment, state string) Fault {
	return twisted(taskTwist{moment: m, state: state})
}

// TaskTakes lets the request that it strikes start a task that takes so long.
func TaskTakes(d time.Duration) Fault {
	return twisted(taskTwist{moment: AfterActing, takes: d, timed: true})
}

// NoTasks answers the request that it strikes with an empty list of tasks, before or after the task was started.
func NoTasks(m Moment) Fault {
	return Fault{moment: m, tasksOnly: true, rewrite: func(*call, answer) answer {
		return jsonAnswer(http.StatusOK, successor.TaskIDs{Tasks: []string{}})
	}}
}

// twisted is kept to the requests that start tasks: it would be lost on any other.
func twisted(twist taskTwist) Fault {
	f := acting(nil)
	f.task, f.tasksOnly = &twist, true
	return f
}
