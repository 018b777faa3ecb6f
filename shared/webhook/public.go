package webhook

import "net/netip"

// reserved are the IPv4 networks that are not the internet's, from the IANA IPv4
// Special-Purpose Address Registry (RFC 6890), and multicast (RFC 5771).
var reserved = networks(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
	"192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
	"192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
)

// Of IPv6 only global unicast (RFC 4291 §2.4) is the internet's, without what
// holds an IPv4 address inside (Teredo, 6to4) or has a purpose of its own (IANA
// IPv6 Special-Purpose Address Registry). IPv4 in the forms of NAT64 (RFC 6052,
// 8215) and the like lies outside of it.
var (
	global    = netip.MustParsePrefix("2000::/3")
	reserved6 = networks("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)

func networks(all ...string) (out []netip.Prefix) {
	for _, n := range all {
		out = append(out, netip.MustParsePrefix(n))
	}
	return out
}

// Public tells whether an address is one of the internet, reachable by everybody.
// An IPv4 address in the form of an IPv6 one (::ffff:0:0/96) is none: nobody
// writes one who means well.
func Public(a netip.Addr) bool {
	switch {
	case !a.IsValid(), a.Zone() != "", a.Is4In6():
		return false
	case a.Is4():
		return !within(a, reserved)
	}
	return global.Contains(a) && !within(a, reserved6)
}

func within(a netip.Addr, networks []netip.Prefix) bool {
	for _, n := range networks {
		if n.Contains(a) {
			return true
		}
	}
	return false
}
