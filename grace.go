package gcoresg

import (
	"context"
	"time"
)

// grace is how long a call goes on reading after its context has ended: a caller who has left is still owed the truth about the
// write. No write is started then.
const grace = 5 * time.Second

type (
	graceKey struct{} // where a context keeps its companion
	lateKey  struct{} // how a companion is known
)

// withGrace gives ctx a companion that outlives it by grace. All that one call does afterwards shares it.
func withGrace(ctx context.Context) (context.Context, context.CancelFunc) {
	late, cancel := context.WithCancel(context.WithValue(context.WithoutCancel(ctx), lateKey{}, true))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(grace, cancel) })
	return context.WithValue(ctx, graceKey{}, late), func() { stop(); cancel() }
}

// afterwards returns the companion of ctx.
func afterwards(ctx context.Context) (context.Context, context.CancelFunc) {
	if late, ok := ctx.Value(graceKey{}).(context.Context); ok {
		return late, func() {}
	}
	ctx, cancel := withGrace(ctx)
	return ctx.Value(graceKey{}).(context.Context), cancel
}
