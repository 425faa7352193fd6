package draw

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
)

// Prefix returns a network of either family in any of the spellings that programs write, or something near one.
func Prefix(r *rand.Rand) string {
	network := Network(r, r.IntN(2) == 0)
	address, length, bits := network.Addr().String(), network.Bits(), network.Addr().BitLen()
	switch r.IntN(16) {
	case 0:
		return ""
	case 1: // host bits, more often than not
		return fmt.Sprintf("%s/%d", randomAddress(r, bits == 32), length)
	case 2:
		return address // good if it is all there is to it
	case 3:
		return fmt.Sprintf("%s/%d", address, pick(r, bits+1, bits+2, 129, 255, 256, 1<<32, -1))
	case 4:
		return address + "/" + pick(r, "", "/8", "+8", " 8", "8 ", "08", "008", "0x8", "8.0", "8/8", "٨", "eight", "8\n")
	case 5:
		return address + "/" + mask(r, length)
	case 6:
		return pick(r, " ", "[", "\n", "\\", "https://") + network.String()
	case 7:
		return network.String() + pick(r, " ", "\n", "\x00", ",", "]", "%eth0", "#x")
	case 8: // octets and groups with more digits than they need
		return strings.Replace(network.String(), pick(r, "0", "1", "::", "."),
			pick(r, "00", "01", "000", "0:0", "::0", "..", ":", "256"), 1)
	case 9:
		return fmt.Sprintf("%s%%%s/%d", address, pick(r, "eth0", "1", "", "%"), length)
	case 10:
		return "::ffff:" + Network(r, true).String() // a length that was meant for IPv4
	case 11:
		v4 := Network(r, true)
		return fmt.Sprintf("::ffff:%s/%d", v4.Addr(), 96+v4.Bits())
	case 12:
		return pick(r, "any", "all", "0", "10", "10/8", "10.0/16", "10.0.0/24", "0.0.0.0", "0.0.0.0/0", "::", "::/0",
			"*", "localhost",
			"255.255.255.255/32", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128", "1:2:3:4:5:6:7:8:9",
			"1:2:3:4:5:6:7", "1::2::3", ":1::2", "1:", "12345::")
	case 13:
		return strings.ToUpper(network.Addr().StringExpanded()) + fmt.Sprint("/", length)
	}
	return network.String()
}

// Network returns a network without host bits.
func Network(r *rand.Rand, v4 bool) netip.Prefix {
	address := randomAddress(r, v4)
	length := r.IntN(address.BitLen() + 1)
	if r.IntN(4) == 0 {
		length = pick(r, 0, 1, address.BitLen()-1, address.BitLen())
	}
	return netip.PrefixFrom(address, length).Masked()
}

func randomAddress(r *rand.Rand, v4 bool) netip.Addr {
	var bytes [16]byte
	for i := range bytes {
		bytes[i] = byte(r.Uint32())
	}
	if v4 {
		return netip.AddrFrom4([4]byte(bytes[:4]))
	}
	return netip.AddrFrom16(bytes)
}

// mask writes a length as a mask of IPv4, in one of the two ways in use, or as something near one.
func mask(r *rand.Rand, length int) string {
	bits := ^uint32(0) << (32 - min(length, 32))
	switch r.IntN(4) {
	case 0:
		bits = ^bits
	case 1:
		bits ^= 1 << r.IntN(32)
	}
	return fmt.Sprintf("%d.%d.%d.%d", bits>>24, bits>>16&255, bits>>8&255, bits&255)
}
