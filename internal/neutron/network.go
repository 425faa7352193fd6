package neutron

import (
	"encoding/binary"
	"errors"
	"math/bits"
	"net/netip"
	"strconv"
	"strings"
)

var errNoNetwork = errors.New("not a network")

// ParseNetwork reads a network, or a single address as a network of one. It keeps host bits, for the caller to judge.
// It takes what Python's ipaddress takes, which reads the document's ipvanynetwork on the server: netip alone refuses
// masks, and lengths with leading zeros. A zone, which Python takes, is refused: Neutron knows none.
func ParseNetwork(text string) (netip.Prefix, error) {
	if text == "" {
		return netip.Prefix{}, errNoNetwork // netip would make an error of its own
	}
	address, length, found := strings.Cut(text, "/")
	addr, err := netip.ParseAddr(address)
	if err != nil || addr.Zone() != "" {
		return netip.Prefix{}, errNoNetwork
	}
	if !found {
		return netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	if n, err := strconv.ParseUint(length, 10, 64); err == nil && n <= uint64(addr.BitLen()) {
		return netip.PrefixFrom(addr, int(n)), nil
	}
	if n, ok := maskLength(length); ok && addr.Is4() {
		return netip.PrefixFrom(addr, n), nil
	}
	return netip.Prefix{}, errNoNetwork
}

// maskLength returns the length that a mask of IPv4 stands for, such as 255.0.0.0 or, counted from the other end,
// 0.255.255.255.
func maskLength(text string) (int, bool) {
	addr, err := netip.ParseAddr(text)
	if err != nil || !addr.Is4() {
		return 0, false
	}
	four := addr.As4()
	mask := binary.BigEndian.Uint32(four[:])
	for _, candidate := range [...]uint32{mask, ^mask} {
		if ones := bits.LeadingZeros32(^candidate); ones == bits.OnesCount32(candidate) {
			return ones, true
		}
	}
	return 0, false
}
