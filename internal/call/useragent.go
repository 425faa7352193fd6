package call

import (
	"runtime/debug"
	"sync"
)

const modulePath = "github.com/gcoresg/gcoresg"

// UserAgent names this module and, where the build recorded it, its version.
var UserAgent = sync.OnceValue(func() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, module := range info.Deps {
			if module.Path == modulePath {
				return "gcoresg/" + module.Version
			}
		}
	}
	return "gcoresg"
})
