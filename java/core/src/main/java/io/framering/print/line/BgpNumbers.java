// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

/** Names of numbers in BGP, those that tcpdump knows. */
final class BgpNumbers {
  private BgpNumbers() {}

  /** The name of a type of message, or {@code unknown}. */
  static String message(int type, String unknown) {
    return switch (type) {
      case 1 -> "Open";
      case 2 -> "Update";
      case 3 -> "Notification";
      case 4 -> "Keepalive";
      case 5 -> "Route Refresh";
      default -> unknown;
    };
  }

  static String capability(int code) {
    return switch (code) {
      case 1 -> "Multiprotocol Extensions";
      case 2 -> "Route Refresh";
      case 3 -> "Cooperative Route Filtering";
      case 4 -> "Multiple Routes to a Destination";
      case 5 -> "Extended Next Hop Encoding";
      case 8 -> "Multiple Labels";
      case 64 -> "Graceful Restart";
      case 65 -> "32-Bit AS Number";
      case 67 -> "Dynamic Capability";
      case 68 -> "Multisession BGP";
      case 69 -> "Multiple Paths";
      case 70 -> "Enhanced Route Refresh";
      case 71 -> "Long-lived Graceful Restart";
      case 128 -> "Route Refresh (Cisco)";
      default -> "Unknown";
    };
  }

  /** The name of a subsequent address family, or {@code unknown}. */
  static String subsequentFamily(int family, String unknown) {
    return switch (family) {
      case 0 -> "Reserved";
      case 1 -> "Unicast";
      case 2 -> "Multicast";
      case 3 -> "Unicast+Multicast";
      case 4 -> "labeled Unicast";
      case 5 -> "Multicast VPN";
      case 64 -> "Tunnel";
      case 65 -> "VPLS";
      case 66 -> "MDT";
      case 70 -> "EVPN";
      case 128 -> "labeled VPN Unicast";
      case 129 -> "labeled VPN Multicast";
      case 130 -> "labeled VPN Unicast+Multicast";
      case 132 -> "Route Target Routing Information";
      default -> unknown;
    };
  }

  static String error(int code) {
    return switch (code) {
      case 1 -> "Message Header Error";
      case 2 -> "OPEN Message Error";
      case 3 -> "UPDATE Message Error";
      case 4 -> "Hold Timer Expired";
      case 5 -> "Finite State Machine Error";
      case 6 -> "Cease";
      case 7 -> "Capability Message Error";
      default -> "Unknown Error";
    };
  }

  /** The name of a subcode of an error, or null if the error has none. */
  static String errorDetail(int code, int subcode) {
    return switch (code) {
      case 1 -> headerError(subcode);
      case 2 -> openError(subcode);
      case 3 -> updateError(subcode);
      case 5 -> stateError(subcode);
      case 6 -> cease(subcode);
      case 7 -> capabilityError(subcode);
      default -> null;
    };
  }

  private static String headerError(int subcode) {
    return switch (subcode) {
      case 1 -> "Connection Not Synchronized";
      case 2 -> "Bad Message Length";
      case 3 -> "Bad Message Type";
      default -> "Unknown";
    };
  }

  private static String openError(int subcode) {
    return switch (subcode) {
      case 1 -> "Unsupported Version Number";
      case 2 -> "Bad Peer AS";
      case 3 -> "Bad BGP Identifier";
      case 4 -> "Unsupported Optional Parameter";
      case 5 -> "Authentication Failure";
      case 6 -> "Unacceptable Hold Time";
      case 7 -> "Capability Message Error";
      default -> "Unknown";
    };
  }

  private static String updateError(int subcode) {
    return switch (subcode) {
      case 1 -> "Malformed Attribute List";
      case 2 -> "Unrecognized Well-known Attribute";
      case 3 -> "Missing Well-known Attribute";
      case 4 -> "Attribute Flags Error";
      case 5 -> "Attribute Length Error";
      case 6 -> "Invalid ORIGIN Attribute";
      case 7 -> "AS Routing Loop";
      case 8 -> "Invalid NEXT_HOP Attribute";
      case 9 -> "Optional Attribute Error";
      case 10 -> "Invalid Network Field";
      case 11 -> "Malformed AS_PATH";
      default -> "Unknown";
    };
  }

  private static String stateError(int subcode) {
    return switch (subcode) {
      case 0 -> "Unspecified Error";
      case 1 -> "In OpenSent State";
      case 2 -> "In OpenConfirm State";
      case 3 -> "In Established State";
      default -> "Unknown";
    };
  }

  private static String cease(int subcode) {
    return switch (subcode) {
      case 1 -> "Maximum Number of Prefixes Reached";
      case 2 -> "Administrative Shutdown";
      case 3 -> "Peer Unconfigured";
      case 4 -> "Administrative Reset";
      case 5 -> "Connection Rejected";
      case 6 -> "Other Configuration Change";
      case 7 -> "Connection Collision Resolution";
      default -> "Unknown";
    };
  }

  private static String capabilityError(int subcode) {
    return switch (subcode) {
      case 1 -> "Invalid Action Value";
      case 2 -> "Invalid Capability Length";
      case 3 -> "Malformed Capability Value";
      case 4 -> "Unsupported Capability Code";
      default -> "Unknown";
    };
  }

  static String attribute(int type) {
    return switch (type) {
      case 1 -> "Origin";
      case 2 -> "AS Path";
      case 3 -> "Next Hop";
      case 4 -> "Multi Exit Discriminator";
      case 5 -> "Local Preference";
      case 6 -> "Atomic Aggregate";
      case 7 -> "Aggregator";
      case 8 -> "Community";
      case 9 -> "Originator ID";
      case 10 -> "Cluster List";
      case 11 -> "DPA";
      case 12 -> "Advertisers";
      case 13 -> "RCID Path / Cluster ID";
      case 14 -> "Multi-Protocol Reach NLRI";
      case 15 -> "Multi-Protocol Unreach NLRI";
      case 16 -> "Extended Community";
      case 17 -> "AS4 Path";
      case 18 -> "Aggregator4";
      case 22 -> "PMSI Tunnel";
      case 23 -> "Tunnel Encapsulation";
      case 24 -> "Traffic Engineering";
      case 25 -> "IPv6 Extended Community";
      case 26 -> "Accumulated IGP Metric";
      case 27 -> "PE Distinguisher Label";
      case 28 -> "Entropy Label";
      case 32 -> "Large Community";
      case 128 -> "Attribute Set";
      case 255 -> "Reserved for development";
      default -> "Unknown Attribute";
    };
  }

  static String origin(int code) {
    return switch (code) {
      case 0 -> "IGP";
      case 1 -> "EGP";
      case 2 -> "Incomplete";
      default -> "Unknown Origin Typecode";
    };
  }

  /** The name of a tunnel of multicast VPNs (RFC 6514). */
  static String multicastTunnel(int type) {
    return switch (type) {
      case 1 -> "RSVP-TE P2MP LSP";
      case 2 -> "LDP P2MP LSP";
      case 3 -> "PIM-SSM Tree";
      case 4 -> "PIM-SM Tree";
      case 5 -> "PIM-Bidir Tree";
      case 6 -> "Ingress Replication";
      case 7 -> "LDP MP2MP LSP";
      default -> "Unknown";
    };
  }

  /** The name of a route of multicast VPNs (RFC 6514). */
  static String multicastRoute(int type) {
    return switch (type) {
      case 1 -> "Intra-AS I-PMSI";
      case 2 -> "Inter-AS I-PMSI";
      case 3 -> "S-PMSI";
      case 4 -> "Intra-AS Segment-Leaf";
      case 5 -> "Source-Active";
      case 6 -> "Shared Tree Join";
      case 7 -> "Source Tree Join";
      default -> "Unknown";
    };
  }

  static String extendedCommunity(int type) {
    return switch (type) {
      case 0x0002, 0x0102, 0x0202 -> "target";
      case 0x0003, 0x0103, 0x0203 -> "origin";
      case 0x0005, 0x0105, 0x0205, 0x8005 -> "ospf-domain";
      case 0x0009 -> "source-AS";
      case 0x000A, 0xF10A -> "l2vpn-id";
      case 0x0107, 0x8001 -> "ospf-router-id";
      case 0x010B -> "vrf-route-import";
      case 0x0306, 0x8000 -> "ospf-route-type";
      case 0x030C -> "encapsulation";
      case 0x4004 -> "link-BW";
      case 0x800A -> "layer2-info";
      case 0x8800 -> "eigrp-general-route (flag, tag)";
      case 0x8801 -> "eigrp-route-metric (AS, delay)";
      case 0x8802 -> "eigrp-route-metric (reliability, nexthop, bandwidth)";
      case 0x8803 -> "eigrp-route-metric (load, MTU)";
      case 0x8804 -> "eigrp-external-route (remote-AS, remote-ID)";
      case 0x8805 -> "eigrp-external-route (remote-proto, remote-metric)";
      default -> "unknown extd community typecode";
    };
  }

  /** The name of a type of route of OSPF, or null. */
  static String ospfRoute(int type) {
    return switch (type) {
      case 1 -> "Router";
      case 2 -> "Network";
      case 3 -> "Summary";
      case 5 -> "External";
      case 7 -> "NSSA External";
      case 129 -> "MPLS-VPN Sham";
      default -> null;
    };
  }

  /** The name of a tunnel's encapsulation (RFC 5512). */
  static String tunnel(int type) {
    return switch (type) {
      case 1 -> "L2TPv3 over IP";
      case 2 -> "GRE";
      case 3 -> "Transmit Tunnel";
      case 4 -> "IPsec";
      case 5 -> "IP in IP with IPsec";
      case 6 -> "MPLS in IP with IPsec";
      case 7 -> "IP in IP";
      case 8 -> "VXLAN";
      case 9 -> "NVGRE";
      case 10 -> "MPLS";
      case 11 -> "MPLS in GRE";
      case 12 -> "VXLAN GPE";
      case 13 -> "MPLS in UDP";
      case 14 -> "IPv6";
      case 15 -> "SR TE";
      case 16 -> "Bare";
      case 17 -> "SR";
      default -> "unknown encaps";
    };
  }

  /** The name of a layer 2 encapsulation (RFC 6624). */
  static String layer2(int type) {
    return switch (type) {
      case 0 -> "Reserved";
      case 1 -> "Frame Relay";
      case 2 -> "ATM AAL5 SDU VCC transport";
      case 3 -> "ATM transparent cell transport";
      case 4 -> "Ethernet (VLAN) Tagged Mode";
      case 5 -> "Ethernet Raw Mode";
      case 6 -> "Cisco HDLC";
      case 7 -> "PPP";
      case 8 -> "SONET/SDH Circuit Emulation Service over MPLS";
      case 9 -> "ATM n-to-one VCC cell transport";
      case 10 -> "ATM n-to-one VPC cell transport";
      case 11 -> "IP layer 2 transport";
      case 15 -> "Frame Relay Port mode";
      case 17 -> "Structure-agnostic E1 over packet";
      case 18 -> "Structure-agnostic T1 (DS1) over packet";
      case 19 -> "VPLS";
      case 20 -> "Structure-agnostic T3 (DS3) over packet";
      case 21 -> "Nx64kbit/s Basic Service using Structure-aware";
      case 25 -> "Frame Relay DLCI";
      default -> "unknown encaps";
    };
  }
}
