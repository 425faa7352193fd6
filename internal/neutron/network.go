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

// ParseNetwork reads a network, or an address as a network of that address alone. It keeps host bits. It accepts what
// the server accepts, which reads networks with Python's ipaddress: also masks, and lengths with leading zeros, which
// netip refuses. It refuses zones, which Python accepts, because Neutron has no zones.
func ParseNetwork(text string) (netip.Prefix, error) {
	address, length, found := strings.Cut(text, "/")
	addr, err := netip.ParseAddr(address)
	if err != nil || addr.Zone() != "" {
		return netip.Prefix{}, errNoNetwork
	}
	size := addr.BitLen()
	if found {
		size = parseLength(length, addr.Is4())
	}
	prefix := netip.PrefixFrom(addr, size)
	if !prefix.IsValid() {
		return netip.Prefix{}, errNoNetwork
	}
	return prefix, nil
}

// parseLength reads the length of a prefix, and returns -1 where it is none. For IPv4 the text may also be a mask, such
// as 255.0.0.0, or an inverted mask, such as 0.255.255.255.
func parseLength(text string, isIPv4 bool) int {
	if n, err := strconv.ParseUint(text, 10, 8); err == nil {
		return int(n)
	}
	addr, err := netip.ParseAddr(text)
	if err != nil || !addr.Is4() || !isIPv4 {
		return -1
	}
	four := addr.As4()
	mask := binary.BigEndian.Uint32(four[:])
	for _, candidate := range [...]uint32{mask, ^mask} {
		if ones := bits.LeadingZeros32(^candidate); ones == bits.OnesCount32(candidate) {
			return ones
		}
	}
	return -1
}
