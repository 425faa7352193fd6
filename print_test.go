package gcoresg_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg"
)

// TestRulesPrintReadably: ports print as numbers, and not as addresses.
func TestRulesPrintReadably(t *testing.T) {
	rule := gcoresg.Rule{Direction: "ingress", PortRangeMin: gcoresg.Port(443), PortRangeMax: gcoresg.Port(444)}
	spec := gcoresg.SpecOf(&rule)
	var text, lines bytes.Buffer
	slog.New(slog.NewTextHandler(&text, nil)).Info("x", "rule", rule, "spec", spec)
	slog.New(slog.NewJSONHandler(&lines, nil)).Info("x", "rule", &rule, "spec", &spec)
	printed := []string{text.String(), lines.String()}
	for _, value := range []any{rule, &rule, spec, &spec, []gcoresg.Rule{rule}} {
		printed = append(printed, fmt.Sprintf("%v", value), fmt.Sprintf("%+v", value), fmt.Sprint(value))
	}
	for _, text := range printed {
		if !strings.Contains(text, "443") || !strings.Contains(text, "444") || strings.Contains(text, "0x") {
			t.Errorf("%s", text)
		}
	}
}
