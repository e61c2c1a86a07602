#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares what the json format prints with what tshark prints for the same fields.

  json_oracle.py FILE.pcap FILE.json...   pairs of a capture file and what we print of it

Every field that we print is asked of tshark. A difference counts unless it is one of KNOWN, each with
its reason; docs/FORMATS.md has the same list. In a packet that either side calls broken or truncated, the
protocols before the broken one are compared. The last line is a summary; the exit status is 1 when a
difference counts.
"""
import collections
import json
import subprocess
import sys

# What would make the fields of one packet depend on others, or leave checksums unverified.
OPTIONS = ["tcp.relative_sequence_numbers:FALSE", "tcp.analyze_sequence_numbers:FALSE",
           "tcp.desegment_tcp_streams:FALSE", "ip.defragment:FALSE", "ipv6.defragment:FALSE",
           "sctp.reassembly:FALSE", "ip.check_checksum:TRUE"]
# Ours, or not the same by intention.
NOT_COMPARED = {"frame.direction", "frame.protocols", "frame.interface_name", "problem",
                "ieee8021ah.len", "pppoed.tag_type", "radiotap.rate", "snmp.value.type", "wlan.ssid_text"}
SEPARATOR = "|"
LINK = {"frame", "eth"}
# Groups of which "value" is a field.
NAMED_VALUES = {"snmp", "tftp.option", "dhcp.option", "dhcp.option.agent_information_option"}


def is_quoted(ours, protocols):
    icmp = [p for p in ("icmp", "icmpv6") if p in protocols]
    return bool(icmp) and protocols.index(icmp[0]) < len(protocols) - 1


# (reason, does it apply to this field, given our protocols, tshark's, our values and tshark's)
KNOWN = [
    ("tshark gives IPv6 packets an ip.version of 6 as well",
     lambda field, p: field == "ip.version" and "6" in p.theirs),
    ("tshark continues after the end of TCP options, and shows padding as options",
     lambda field, p: field == "tcp.option_kind" and p.theirs[:len(p.ours)] == p.ours
     and p.ours[-1:] == ["0"]),
    ("ICMPv6 after a routing header, or in IPv4: we do not verify the checksum",
     lambda field, p: field == "icmpv6.checksum.status" and p.ours == ["2"]),
    ("ICMPv6 after a home address option: tshark verifies with that address",
     lambda field, p: field == "icmpv6.checksum.status" and p.has("ipv6.opt.type", "0xc9")),
    ("we show no options of ICMPv6 messages outside RFC 4443, 4861 and 3810",
     lambda field, p: field.startswith("icmpv6.opt.")
     and p.value("icmpv6.type") not in {*range(128, 138), 143}),
    ("IGMP traceroute: we show the type alone",
     lambda field, p: field.startswith("igmp.") and p.has("igmp.type", "0x1e", "0x1f")),
    ("ARP for ATM has a format of its own",
     lambda field, p: field.startswith("arp.") and p.has("arp.hw.type", "19")),
    ("a payload length of 0 with hop-by-hop options but no jumbogram: tshark gives up",
     lambda field, p: field.startswith("ipv6.hopopts.") and p.has("ipv6.plen", "0")),
    ("DVMRP and PIM version 1 are IGMP to us",
     lambda field, p: (field == "igmp.type" and p.ours[:1] in (["0x13"], ["0x14"])
                       or field.startswith("pim.") and "igmp" in p.protocols)),
    ("tshark verifies IGMP versions 1 and 2 over 8 bytes, we over the message (RFC 2236, 2.3)",
     lambda field, p: field == "igmp.checksum.status" and p.value("ip.len") > 28
     + p.value("ip.hdr_len") - 20),
    ("in a connection with Accurate ECN, tshark shows these bits as tcp.flags.ace",
     lambda field, p: field in ("tcp.flags.ae", "tcp.flags.cwr", "tcp.flags.ece")
     and not p.theirs),
    ("tshark shows only the first fields of a quoted transport header, or none",
     lambda field, p: field.split(".")[0] in ("tcp", "sctp", "udp", "icmp", "icmpv6")
     and is_quoted(p.ours, p.protocols)),
    ("tshark replaces an ip.len of 0 by the length that it presumes",
     lambda field, p: field == "ip.len" and p.ours == ["0"]),
    ("tshark shows the last address of a source route as ip.dst, and ip.dst as ip.cur_rt",
     lambda field, p: field in ("ip.src_rt", "ip.dst", "ip.rec_rt") and p.has("ip.opt.type",
                                                                             "131", "137")),
    ("tshark shows no IPv4 option that it does not know",
     lambda field, p: field in ("ip.opt.type", "ip.opt.len") and set(p.ours) > set(p.theirs)),
    ("we show no value of an option whose length does not match its type",
     lambda field, p: (field in ("ip.opt.ra", "ip.opt.sid", "ip.opt.ptr", "ipv6.opt.router_alert")
                       or field.startswith(("dhcp.option.", "radius."))) and not p.ours),
    ("if an IPv6 option's length does not match its type, tshark reads bytes after it",
     lambda field, p: field.startswith("ipv6.opt.") and p.has("ipv6.opt.type", "0xc9", "0xc2")),
    ("tshark does not show a Pad1 that is the last byte of a truncated frame",
     lambda field, p: field == "ipv6.opt.type" and p.theirs == p.ours[:-1]
     and p.value("frame.cap_len") < p.value("frame.len")),
    ("tshark shows a frame length of 0 or from 1501 to 1535 as an EtherType, or not at all",
     lambda field, p: field in ("eth.len", "eth.type")
     and p.value("eth.len") in (0, *range(1501, 1536))),
    ("a loopback family of 2^32 - 1",
     lambda field, p: field == "null.family" and "4294967295" in p.ours + p.theirs),
    ("Ethernet within IP is not decoded here",
     lambda field, p: field.startswith("eth.") and len(p.theirs) > len(p.ours)
     and "vxlan" not in p.protocols),
    ("after MPLS labels we decode IPv4 and IPv6, tshark guesses Ethernet as well",
     lambda field, p: p.protocols[-1] == "mpls"),
    ("tshark does not show the type of an L2TP attribute that is hidden or a vendor's",
     lambda field, p: field in ("l2tp.avp.type", "l2tp.avp.vendor_id")
     and (p.has("l2tp.avp.hidden", "1") or set(p.values["l2tp.avp.vendor_id"]) > {"0"})),
    ("an L2TP message of which the header alone was captured: tshark does not decode it",
     lambda field, p: field.startswith("l2tp.") and not p.theirs
     and p.value("frame.cap_len") < p.value("frame.len")),
    ("tshark decodes WireGuard after it saw a handshake of the conversation",
     lambda field, p: field.startswith("wg.") and not p.theirs),
    ("we show no addresses and times of PIM messages other than hello",
     lambda field, p: field == "pim.holdtime" and not p.has("pim.type", "0")),
    ("tshark does not decode PPP after the EtherType 0x880b",
     lambda field, p: p.has("eth.type", "0x880b")),
    ("an SSID of no bytes: tshark prints <MISSING>; of several ones it prints the first",
     lambda field, p: field == "wlan.ssid" and p.theirs in (["<MISSING>"], p.ours[:1])),
    ("times of 2^63 microseconds and more",
     lambda field, p: field in ("radiotap.mactime", "wlan.fixed.timestamp")
     and [str(int(value) % 2**64) for value in p.ours] == p.theirs),
    ("bytes of length 0: tshark prints <MISSING>",
     lambda field, p: p.theirs == [value or "<MISSING>" for value in p.ours or [""]]),
    ("tshark calls a UDP checksum of 0 in IPv6 illegal (4), we say not present (3)",
     lambda field, p: field == "udp.checksum.status" and (p.ours, p.theirs) == (["3"], ["4"])),
    ("tshark shows a length after an 802.1ad tag as an EtherType",
     lambda field, p: field.split(".")[0] in ("ieee8021ah", "llc")
     and "ieee8021ad" in p.protocols),
    ("an NTP timestamp of 0 means that there is none; tshark prints NULL",
     lambda field, p: field in ("ntp.reftime", "ntp.org", "ntp.rec", "ntp.xmt")
     and p.theirs == ["NULL"]),
    ("text with bytes that are not printable ASCII: each is one character here",
     lambda field, p: any(not " " <= c <= "~" for value in p.ours for c in value)),
    ("tshark shows the file of a TFTP request in the messages that follow as well",
     lambda field, p: field in ("tftp.source_file", "tftp.destination_file")
     and not p.has("tftp.opcode", "1", "2")),
    ("tshark shows the owner of an SRV record as service, protocol and name",
     lambda field, p: field == "dns.resp.name" and p.has("dns.resp.type", "33")),
    ("tshark shows no record of type A6 or TSIG whose data is too short",
     lambda field, p: field.startswith("dns.resp.") and p.theirs == p.ours[:-1]
     and p.has("dns.resp.type", "38", "250")),
    ("HTTP begins with a line such as GET / HTTP/1.1 or HTTP/1.1 200 here; tshark knows the methods",
     lambda field, p: field.startswith("http.") and not (p.ours and p.theirs)),
    ("tshark shows records of TLS 1.3 with their tls.record.opaque_type",
     lambda field, p: field == "tls.record.content_type"
     and p.theirs == [kind for kind in p.ours if kind != "23"]),
    ("tshark shows no TLS record that does not end in its segment",
     lambda field, p: field.startswith("tls.") and p.theirs == p.ours[:len(p.theirs)]),
    ("of TLS handshakes we show the messages that greet",
     lambda field, p: field in ("tls.handshake.type", "tls.handshake.length")
     and p.theirs[:len(p.ours)] == p.ours),
    ("of several QUIC packets in a datagram we show the first",
     lambda field, p: field.startswith("quic.") and p.theirs[:len(p.ours)] == p.ours),
    ("VRRP in a quoted packet: we do not verify the checksum",
     lambda field, p: field == "vrrp.checksum.status" and p.ours == ["2"] and is_quoted(p.ours, p.protocols)),
    ("tshark recognises TLS on any port, and reads SNMP on TCP",
     lambda field, p: field.split(".")[0] in ("tls", "snmp") and not p.ours and "tcp" in p.protocols
     and field.split(".")[0] not in p.protocols),
    ("tshark has names of its own for SNAP protocol IDs of Extreme, Foundry and Nortel",
     lambda field, p: field == "llc.pid" and not p.theirs
     and p.has("llc.oui", "57387", "57426", "129")),
    ("tshark reads an SSH line at the beginning of a connection only, and also in lower case",
     lambda field, p: field == "ssh.protocol" and not (p.ours and p.theirs)),
    ("tshark adds the meaning of the last byte to NetBIOS names of records",
     lambda field, p: field == "nbns.name"
     and [name.split(" (")[0] for name in p.theirs] == p.ours),
    ("bytes of a text that are not UTF-8: we show them as U+0080 to U+00FF",
     lambda field, p: "\ufffd" in "".join(p.theirs)
     and [len(text) for text in p.ours] == [len(text) for text in p.theirs]),
    ("we do not show a text of no characters",
     lambda field, p: p.ours == [text for text in p.theirs if text]),
    ("tshark escapes control characters in texts",
     lambda field, p: [text.encode("unicode_escape").decode() for text in p.ours] == p.theirs),
    ("tshark reads options in the names of DHCP, where option 52 says so, and may take them amiss",
     lambda field, p: field.startswith("dhcp.") and p.has("dhcp.option.type", "52")),
    ("a number of seconds of DHCP in the wrong byte order: tshark swaps it",
     lambda field, p: field == "dhcp.secs" and [str(p.value(field) >> 8)] == p.theirs),
    ("a DHCP client ID of other hardware than Ethernet: we show its bytes",
     lambda field, p: field == "dhcp.hw.type" and set(p.ours) <= set(p.theirs)),
    ("a DHCP client name in the form of DNS: we show its bytes",
     lambda field, p: field == "dhcp.fqdn.name" and p.has("dhcp.fqdn.e", "1")),
    ("tshark gives the end of DHCP's options type 0",
     lambda field, p: field == "dhcp.option.type" and p.ours[-1:] == ["255"]
     and p.theirs == p.ours[:-1] + ["0"]),
    ("a relayed DHCPv6 message of less than 4 bytes: tshark reads the bytes after it",
     lambda field, p: field in ("dhcpv6.msgtype", "dhcpv6.xid")
     and p.has("dhcpv6.option.length", "0", "1", "2", "3")),
    ("a RADIUS packet with an unknown code: tshark does not decode it",
     lambda field, p: field.startswith("radius.") and not p.theirs
     and p.value("radius.code") not in {*range(1, 14), *range(40, 46)}),
    ("of extension frames of 802.11, and control frames below 8, we show type, flags and receiver",
     lambda field, p: field.startswith("wlan.") and (
         p.has("wlan.fc.type", "3") or p.has("wlan.fc.type", "1") and p.value("wlan.fc.subtype") < 8)),
    ("several words of radiotap bits, not each followed by the radiotap namespace: tshark reads on",
     lambda field, p: field.split(".")[0] in ("radiotap", "wlan")
     and any(int(word, 16) >> 28 not in (0, 10) for word in p.values.get("radiotap.present.word", ()))),
    ("the last fragment of a packet of 802.11: tshark decodes it as if it were a whole packet",
     lambda field, p: p.value("wlan.frag") > 0 and not p.ours),
    ("of action frames of 802.11 we show the category",
     lambda field, p: field.startswith("wlan.") and p.has("wlan.fc.type_subtype", "0x000d") and not p.ours),
    ("the packets in an aggregate of 802.11 are not decoded here",
     lambda field, p: field.split(".")[0] in ("wlan", "llc")
     and int(p.values.get("wlan.qos", ["0"])[0], 16) & 0x80),
    ("tshark ends at an LLDP chassis, port or TTL that is not at its place",
     lambda field, p: field.startswith("lldp.") and p.theirs == p.ours[:len(p.theirs)]
     and [kind for kind in p.values["lldp.tlv.type"] if kind in "123"] != ["1", "2", "3"]),
    ("an LLDP address shorter than its kind: we show its bytes",
     lambda field, p: field.startswith("lldp.mgn.addr.") and p.has("lldp.mgn.address.subtype", "1", "2")),
    ("tshark ends at an unknown CDP TLV without a value",
     lambda field, p: field.startswith("cdp.") and p.theirs == p.ours[:len(p.theirs)]
     and p.has("cdp.tlv.len", "4")),
    ("a CDP query for a voice VLAN without one: tshark reads the bytes after it",
     lambda field, p: field == "cdp.voice_vlan" and not p.ours),
    ("an SNMP message of a version other than 1, 2c and 3: we show the version",
     lambda field, p: field.startswith("snmp.")
     and p.values.get("snmp.version", ["0"])[0] not in ("0", "1")),
    ("we show no value of SNMP whose type has several bytes",
     lambda field, p: field.startswith("snmp.value.") and p.has("snmp.value.type", "0x1f", "0x5f")),
    ("numbers of SNMP below 0 or above 2^31 - 1, where Wireshark's field has others",
     lambda field, p: field.startswith("snmp.")
     and any(value.lstrip("-").isdigit() and not 0 <= int(value) < 1 << 31 for value in p.ours)),
    ("an object identifier of no bytes: tshark prints 0",
     lambda field, p: field in ("snmp.name", "snmp.value.oid", "snmp.enterprise")
     and p.ours == [value for value in p.theirs if value != "0"]),
    ("we show no value of a PIM option whose length does not match its type",
     lambda field, p: field in ("pim.holdtime", "pim.dr_priority", "pim.generation_id")
     and p.ours == [value for value in p.theirs if value in p.ours]),
    ("tshark verifies the header of a PIM register that is truncated after it",
     lambda field, p: field == "pim.cksum.status" and p.ours == ["2"] and p.has("pim.type", "1")),
    ("a BGP open or notification message without all of its fields: we show none",
     lambda field, p: field.startswith(("bgp.open.", "bgp.notify.")) and not p.ours and p.value("bgp.length") < 29),
    ("of a set of BGP attributes we show its length",
     lambda field, p: field.startswith("bgp.update.path_attribute.")
     and p.has("bgp.update.path_attribute.type_code", "128")),
    ("tshark ends at an illegal route that BGP withdraws",
     lambda field, p: field == "bgp.update.path_attributes.length" and not p.theirs),
    ("a BGP message that does not begin its segment, which is truncated: tshark looks for it",
     lambda field, p: field in ("bgp.length", "bgp.type") and not p.ours
     and p.value("frame.cap_len") < p.value("frame.len")),
    ("a DRARP error has a status in place of the target address",
     lambda field, p: field == "arp.dst.proto_ipv4" and p.has("arp.opcode", "7")),
]


class Packet:
    def __init__(self, values):
        self.values = values
        self.protocols = values.get("frame.protocols", [""])[0].split(":")
        self.ours = self.theirs = None

    def value(self, field):
        return int(self.values.get(field, ["0"])[0])

    def has(self, field, *wanted):
        return bool(set(self.values.get(field, ())) & set(wanted))

    def known(self, field, ours, theirs):
        self.ours, self.theirs = ours, theirs
        return next((reason for reason, applies in KNOWN if applies(field, self)), None)

    def comparable(self, malformed):
        """The protocols that can be compared, None for all of them."""
        broken = [problem.split(": ")[0] for problem in self.values.get("problem", ())]
        if not broken and not malformed:
            return None
        last = min([self.protocols.index(name) for name in broken if name in self.protocols]
                   + [len(self.protocols) - (1 if malformed else 0)])
        names = {name.split(".")[0] for name in self.protocols[:last]}
        return LINK | names - {name.split(".")[0] for name in self.protocols[last:] + broken}


def unique(pairs):
    keys = [key for key, _ in pairs]
    assert len(keys) == len(set(keys)), "a key occurs twice: " + str(keys)
    return dict(pairs)


SHAPES = {}


def flatten(value, name, into):
    for key, inner in value.items():
        full = name if key == "value" and name and name not in NAMED_VALUES else f"{name}.{key}" if name else key
        if full != name:
            shape = "object" if isinstance(inner, dict) else "value"
            assert SHAPES.setdefault(full, shape) == shape, f"{full} is an object here, a value there"
        if isinstance(inner, dict):
            flatten(inner, full, into)
        else:
            into[full] = [str(v) for v in (inner if isinstance(inner, list) else [inner])]
    return into


def ask_tshark(capture, fields):
    command = ["tshark", "-n", "-r", capture, "-T", "fields", "-E", "aggregator=" + SEPARATOR]
    for option in OPTIONS:
        command += ["-o", option]
    for field in fields + ["_ws.malformed"]:
        command += ["-e", field]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return [line.split("\t") for line in run.stdout.split("\n")[:-1]]


def main(files):
    values, excused, counted, fields_seen, packets = 0, collections.Counter(), [], set(), 0
    for capture, printed in zip(files[::2], files[1::2]):
        with open(printed, encoding="ascii") as lines:
            ours = [Packet(flatten(json.loads(line, object_pairs_hook=unique), "", {}))
                    for line in lines]
        fields = sorted({field for packet in ours for field in packet.values} - NOT_COMPARED)
        theirs = ask_tshark(capture, fields)
        assert len(ours) == len(theirs), f"{capture}: {len(ours)} and {len(theirs)} packets"
        packets += len(ours)
        for number, (packet, columns) in enumerate(zip(ours, theirs), 1):
            comparable = packet.comparable(columns[-1])
            for field, column in zip(fields, columns):
                mine, other = packet.values.get(field, []), column.split(SEPARATOR) if column else []
                if mine == [""]:  # tshark prints nothing for an empty text
                    mine = []
                if (not mine and not other) or (
                        comparable is not None and field.split(".")[0] not in comparable):
                    continue
                values += 1
                fields_seen.add(field)
                if mine != other:
                    reason = packet.known(field, mine, other)
                    if reason:
                        excused[reason] += 1
                    else:
                        counted.append(f"{capture} {number} {field}: {mine} {other} {columns[-1]}")
    for reason, count in excused.most_common():
        print(f"known: {count} x {reason}")
    for line in counted[:40]:
        print(line)
    print(f"{packets} packets, {len(fields_seen)} fields, {values} values, "
          f"{sum(excused.values())} known differences, {len(counted)} others")
    return 1 if counted else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
