package document

import (
	"errors"
	"fmt"
	"math/big"
	"math/bits"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// UUID4 is the vendor's format uuid4: RFC 9562, version 4, in the form of its section 4.
func UUID4(text string) error {
	parts := strings.Split(text, "-")
	if len(parts) != 5 {
		return errors.New("a UUID has five groups")
	}
	for i, digits := range []int{8, 4, 4, 4, 12} {
		if len(parts[i]) != digits || !hexDigits.MatchString(parts[i]) {
			return fmt.Errorf("group %d is not %d hexadecimal digits", i+1, digits)
		}
	}
	variant, _ := strconv.ParseUint(parts[3], 16, 16)
	if parts[2][0] != '4' || variant>>14 != 0b10 {
		return errors.New("the version is not 4, or the variant is another")
	}
	return nil
}

var (
	hexDigits = regexp.MustCompile(`\A[0-9a-fA-F]+\z`)
	octet     = regexp.MustCompile(`\A(0|[1-9][0-9]{0,2})\z`)
	hextet    = regexp.MustCompile(`\A[0-9a-fA-F]{1,4}\z`)
	digits    = regexp.MustCompile(`\A[0-9]+\z`)
)

// Network is the vendor's format ipvanynetwork, which is pydantic's name for what ipaddress.ip_network of Python
// takes. This is a reading of that module, with integers and no netip; testdata/ip_network.txt of tests/property
// holds it to the module's own answers.
func Network(text string) error {
	if networkV4(text) || networkV6(text) {
		return nil
	}
	return fmt.Errorf("%q does not appear to be an IPv4 or IPv6 network", text)
}

func networkV4(text string) bool {
	address, mask, masked := strings.Cut(text, "/")
	value, ok := parseV4(address)
	if !ok || !masked {
		return ok
	}
	length, ok := lengthV4(mask)
	return ok && value&(1<<(32-length)-1) == 0
}

func parseV4(text string) (value uint64, ok bool) {
	octets := strings.Split(text, ".")
	for _, part := range octets {
		n, err := strconv.Atoi(part)
		if !octet.MatchString(part) || err != nil || n > 255 {
			return 0, false
		}
		value = value<<8 | uint64(n)
	}
	return value, len(octets) == 4
}

// lengthV4 takes a length, a net mask or a host mask, in this order.
func lengthV4(text string) (int, bool) {
	if digits.MatchString(text) {
		n, err := strconv.Atoi(text)
		return n, err == nil && n <= 32
	}
	mask, ok := parseV4(text)
	for _, candidate := range []uint32{uint32(mask), ^uint32(mask)} {
		ones := bits.LeadingZeros32(^candidate)
		if ok && bits.OnesCount32(candidate) == ones {
			return ones, true
		}
	}
	return 0, false
}

func networkV6(text string) bool {
	address, mask, masked := strings.Cut(text, "/")
	address, zone, zoned := strings.Cut(address, "%")
	if zoned && (zone == "" || strings.Contains(zone, "%")) {
		return false
	}
	value, ok := parseV6(address)
	if !ok || !masked {
		return ok
	}
	length, err := strconv.Atoi(mask)
	return digits.MatchString(mask) && err == nil && length <= 128 &&
		(value.Sign() == 0 || value.TrailingZeroBits() >= uint(128-length))
}

// parseV6 replaces a last part in dots and the one "::" by what they stand for, and then wants eight groups.
func parseV6(text string) (*big.Int, bool) {
	if at := strings.LastIndex(text, ":"); at >= 0 && strings.Contains(text[at:], ".") {
		last, ok := parseV4(text[at+1:])
		if !ok {
			return nil, false
		}
		text = fmt.Sprintf("%s:%x:%x", text[:at], last>>16, last&0xffff)
	}
	if left, right, found := strings.Cut(text, "::"); found {
		missing := 8 - groups(left) - groups(right)
		if missing < 1 {
			return nil, false
		}
		text = strings.Trim(left+strings.Repeat(":0", missing)+":"+right, ":")
		if strings.HasPrefix(left, ":") || strings.HasSuffix(right, ":") {
			return nil, false
		}
	}
	parts := strings.Split(text, ":")
	value := new(big.Int)
	for _, part := range parts {
		n, err := strconv.ParseInt(part, 16, 32)
		if !hextet.MatchString(part) || err != nil {
			return nil, false
		}
		value.Or(value.Lsh(value, 16), big.NewInt(n))
	}
	return value, len(parts) == 8
}

func groups(text string) int {
	if text == "" {
		return 0
	}
	return strings.Count(text, ":") + 1
}

// dateTime takes the form of the document's own examples, and RFC 3339, which is what the format means.
func dateTime(text string) error {
	for _, layout := range []string{"2006-01-02T15:04:05-0700", time.RFC3339} {
		if _, err := time.Parse(layout, text); err == nil {
			return nil
		}
	}
	return fmt.Errorf("%q is not a time", text)
}
