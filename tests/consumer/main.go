// Command consumer is the least program that imports the library. tests/footprint builds it beside handwritten, which
// makes the same call with net/http alone, and holds what the difference costs.
package main

import (
	"context"
	"fmt"

	"github.com/gcoresg/gcoresg"
)

func main() {
	client, err := gcoresg.NewClient()
	if err != nil {
		fmt.Println(err)
		return
	}
	rule, err := client.SecurityGroup(1, 2, "00000000-0000-4000-8000-000000000000").
		UpdateRule(context.Background(), "00000000-0000-4000-8000-000000000000",
			gcoresg.RuleSpec{Direction: gcoresg.DirectionIngress})
	fmt.Println(rule, err)
}
