// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

/** tcpdump's names of IANA's RADIUS numbers, and the format of each attribute's value. */
final class RadiusNumbers {
  /** How the value of an attribute is printed. */
  enum Kind {
    TEXT,
    ADDRESS,
    NUMBER,
    SECONDS,
    NAMED,
    OTHER
  }

  private RadiusNumbers() {}

  static String code(int code) {
    return switch (code) {
      case 1 -> "Access-Request";
      case 2 -> "Access-Accept";
      case 3 -> "Access-Reject";
      case 4 -> "Accounting-Request";
      case 5 -> "Accounting-Response";
      case 11 -> "Access-Challenge";
      case 12 -> "Status-Server";
      case 13 -> "Status-Client";
      case 40 -> "Disconnect-Request";
      case 41 -> "Disconnect-ACK";
      case 42 -> "Disconnect-NAK";
      case 43 -> "CoA-Request";
      case 44 -> "CoA-ACK";
      case 45 -> "CoA-NAK";
      case 255 -> "Reserved";
      default -> "Unknown Command";
    };
  }

  static Kind kind(int attribute) {
    return switch (attribute) {
      case 1,
          11,
          18,
          19,
          20,
          22,
          24,
          25,
          30,
          31,
          32,
          33,
          34,
          35,
          36,
          39,
          44,
          50,
          60,
          63,
          68,
          73,
          74,
          77,
          78,
          80,
          87,
          88,
          89,
          92,
          99,
          100,
          103,
          104,
          105,
          106,
          107,
          108,
          109,
          110,
          111,
          112,
          113,
          114,
          115,
          116,
          117,
          118,
          119,
          120,
          121,
          122 ->
          Kind.TEXT;
      case 4, 8, 9, 14 -> Kind.ADDRESS;
      case 5, 12, 16, 23, 37, 38, 42, 43, 47, 48, 51, 52, 53, 62, 75, 86 -> Kind.NUMBER;
      case 27, 28, 41, 46, 85 -> Kind.SECONDS;
      case 6, 7, 10, 13, 15, 29, 40, 45, 49, 57, 61, 72, 76 -> Kind.NAMED;
      default -> Kind.OTHER;
    };
  }

  static String attribute(int type) {
    return switch (type) {
      case 1 -> "User-Name";
      case 2 -> "User-Password";
      case 3 -> "CHAP-Password";
      case 4 -> "NAS-IP-Address";
      case 5 -> "NAS-Port";
      case 6 -> "Service-Type";
      case 7 -> "Framed-Protocol";
      case 8 -> "Framed-IP-Address";
      case 9 -> "Framed-IP-Netmask";
      case 10 -> "Framed-Routing";
      case 11 -> "Filter-Id";
      case 12 -> "Framed-MTU";
      case 13 -> "Framed-Compression";
      case 14 -> "Login-IP-Host";
      case 15 -> "Login-Service";
      case 16 -> "Login-TCP-Port";
      case 17 -> "Unassigned";
      case 18 -> "Reply-Message";
      case 19 -> "Callback-Number";
      case 20 -> "Callback-Id";
      case 21 -> "Unassigned";
      case 22 -> "Framed-Route";
      case 23 -> "Framed-IPX-Network";
      case 24 -> "State";
      case 25 -> "Class";
      case 26 -> "Vendor-Specific";
      case 27 -> "Session-Timeout";
      case 28 -> "Idle-Timeout";
      case 29 -> "Termination-Action";
      case 30 -> "Called-Station-Id";
      case 31 -> "Calling-Station-Id";
      case 32 -> "NAS-Identifier";
      case 33 -> "Proxy-State";
      case 34 -> "Login-LAT-Service";
      case 35 -> "Login-LAT-Node";
      case 36 -> "Login-LAT-Group";
      case 37 -> "Framed-AppleTalk-Link";
      case 38 -> "Framed-AppleTalk-Network";
      case 39 -> "Framed-AppleTalk-Zone";
      case 40 -> "Acct-Status-Type";
      case 41 -> "Acct-Delay-Time";
      case 42 -> "Acct-Input-Octets";
      case 43 -> "Acct-Output-Octets";
      case 44 -> "Acct-Session-Id";
      case 45 -> "Acct-Authentic";
      case 46 -> "Acct-Session-Time";
      case 47 -> "Acct-Input-Packets";
      case 48 -> "Acct-Output-Packets";
      case 49 -> "Acct-Terminate-Cause";
      case 50 -> "Acct-Multi-Session-Id";
      case 51 -> "Acct-Link-Count";
      case 52 -> "Acct-Input-Gigawords";
      case 53 -> "Acct-Output-Gigawords";
      case 54 -> "Unassigned";
      case 55 -> "Event-Timestamp";
      case 56 -> "Egress-VLANID";
      case 57 -> "Ingress-Filters";
      case 58 -> "Egress-VLAN-Name";
      case 59 -> "User-Priority-Table";
      case 60 -> "CHAP-Challenge";
      case 61 -> "NAS-Port-Type";
      case 62 -> "Port-Limit";
      case 63 -> "Login-LAT-Port";
      case 64 -> "Tunnel-Type";
      case 65 -> "Tunnel-Medium-Type";
      case 66 -> "Tunnel-Client-Endpoint";
      case 67 -> "Tunnel-Server-Endpoint";
      case 68 -> "Acct-Tunnel-Connection";
      case 69 -> "Tunnel-Password";
      case 70 -> "ARAP-Password";
      case 71 -> "ARAP-Features";
      case 72 -> "ARAP-Zone-Access";
      case 73 -> "ARAP-Security";
      case 74 -> "ARAP-Security-Data";
      case 75 -> "Password-Retry";
      case 76 -> "Prompt";
      case 77 -> "Connect-Info";
      case 78 -> "Configuration-Token";
      case 79 -> "EAP-Message";
      case 80 -> "Message-Authenticator";
      case 81 -> "Tunnel-Private-Group-ID";
      case 82 -> "Tunnel-Assignment-ID";
      case 83 -> "Tunnel-Preference";
      case 84 -> "ARAP-Challenge-Response";
      case 85 -> "Acct-Interim-Interval";
      case 86 -> "Acct-Tunnel-Packets-Lost";
      case 87 -> "NAS-Port-Id";
      case 88 -> "Framed-Pool";
      case 89 -> "CUI";
      case 90 -> "Tunnel-Client-Auth-ID";
      case 91 -> "Tunnel-Server-Auth-ID";
      case 92 -> "NAS-Filter-Rule";
      case 93 -> "Unassigned";
      case 94 -> "Originating-Line-Info";
      case 95 -> "NAS-IPv6-Address";
      case 96 -> "Framed-Interface-ID";
      case 97 -> "Framed-IPv6-Prefix";
      case 98 -> "Login-IPv6-Host";
      case 99 -> "Framed-IPv6-Route";
      case 100 -> "Framed-IPv6-Pool";
      case 101 -> "Error-Cause";
      case 102 -> "EAP-Key-Name";
      case 103 -> "Digest-Response";
      case 104 -> "Digest-Realm";
      case 105 -> "Digest-Nonce";
      case 106 -> "Digest-Response-Auth";
      case 107 -> "Digest-Nextnonce";
      case 108 -> "Digest-Method";
      case 109 -> "Digest-URI";
      case 110 -> "Digest-Qop";
      case 111 -> "Digest-Algorithm";
      case 112 -> "Digest-Entity-Body-Hash";
      case 113 -> "Digest-CNonce";
      case 114 -> "Digest-Nonce-Count";
      case 115 -> "Digest-Username";
      case 116 -> "Digest-Opaque";
      case 117 -> "Digest-Auth-Param";
      case 118 -> "Digest-AKA-Auts";
      case 119 -> "Digest-Domain";
      case 120 -> "Digest-Stale";
      case 121 -> "Digest-HA1";
      case 122 -> "SIP-AOR";
      case 123 -> "Delegated-IPv6-Prefix";
      case 124 -> "MIP6-Feature-Vector";
      case 125 -> "MIP6-Home-Link-Prefix";
      case 126 -> "Operator-Name";
      case 127 -> "Location-Information";
      case 128 -> "Location-Data";
      case 129 -> "Basic-Location-Policy-Rules";
      default -> "Unknown";
    };
  }

  /** The name of a value of an attribute, or null. */
  static String value(int attribute, long value) {
    int number = (int) Math.min(value, Integer.MAX_VALUE);
    return switch (attribute) {
      case 6 -> serviceType(number);
      case 7 -> framedProtocol(number);
      case 10 -> framedRouting(number);
      case 13 -> framedCompression(number);
      case 15 -> loginService(number);
      case 29 -> terminationAction(number);
      case 40 -> statusType(number);
      case 45 -> authentic(number);
      case 49 -> terminateCause(number);
      case 57 -> ingressFilters(number);
      case 61 -> portType(number);
      case 72 -> zoneAccess(number);
      case 76 -> prompt(number);
      default -> null;
    };
  }

  private static String serviceType(int number) {
    return switch (number) {
      case 1 -> "Login";
      case 2 -> "Framed";
      case 3 -> "Callback Login";
      case 4 -> "Callback Framed";
      case 5 -> "Outbound";
      case 6 -> "Administrative";
      case 7 -> "NAS Prompt";
      case 8 -> "Authenticate Only";
      case 9 -> "Callback NAS Prompt";
      case 10 -> "Call Check";
      case 11 -> "Callback Administrative";
      case 12 -> "Voice";
      case 13 -> "Fax";
      case 14 -> "Modem Relay";
      case 15 -> "IAPP-Register";
      case 16 -> "IAPP-AP-Check";
      case 17 -> "Authorize Only";
      case 18 -> "Framed-Management";
      case 19 -> "Additional-Authorization";
      default -> null;
    };
  }

  private static String framedProtocol(int number) {
    return switch (number) {
      case 1 -> "PPP";
      case 2 -> "SLIP";
      case 3 -> "ARAP";
      case 4 -> "Gandalf proprietary";
      case 5 -> "Xylogics IPX/SLIP";
      case 6 -> "X.75 Synchronous";
      case 7 -> "GPRS PDP Context";
      default -> null;
    };
  }

  private static String framedRouting(int number) {
    return switch (number) {
      case 0 -> "None";
      case 1 -> "Send";
      case 2 -> "Listen";
      case 3 -> "Send&Listen";
      default -> null;
    };
  }

  private static String framedCompression(int number) {
    return switch (number) {
      case 0 -> "None";
      case 1 -> "VJ TCP/IP";
      case 2 -> "IPX";
      case 3 -> "Stac-LZS";
      default -> null;
    };
  }

  private static String loginService(int number) {
    return switch (number) {
      case 0 -> "Telnet";
      case 1 -> "Rlogin";
      case 2 -> "TCP Clear";
      case 3 -> "PortMaster(proprietary)";
      case 4 -> "LAT";
      case 5 -> "X.25-PAD";
      case 6 -> "X.25-T3POS";
      case 7 -> "Unassigned";
      case 8 -> "TCP Clear Quiet";
      default -> null;
    };
  }

  private static String terminationAction(int number) {
    return switch (number) {
      case 0 -> "Default";
      case 1 -> "RADIUS-Request";
      default -> null;
    };
  }

  private static String statusType(int number) {
    return switch (number) {
      case 1 -> "Start";
      case 2 -> "Stop";
      case 3 -> "Interim-Update";
      case 4 -> "Unassigned";
      case 5 -> "Unassigned";
      case 6 -> "Unassigned";
      case 7 -> "Accounting-On";
      case 8 -> "Accounting-Off";
      case 9 -> "Tunnel-Start";
      case 10 -> "Tunnel-Stop";
      case 11 -> "Tunnel-Reject";
      case 12 -> "Tunnel-Link-Start";
      case 13 -> "Tunnel-Link-Stop";
      case 14 -> "Tunnel-Link-Reject";
      case 15 -> "Failed";
      default -> null;
    };
  }

  private static String authentic(int number) {
    return switch (number) {
      case 1 -> "RADIUS";
      case 2 -> "Local";
      case 3 -> "Remote";
      case 4 -> "Diameter";
      default -> null;
    };
  }

  private static String terminateCause(int number) {
    return switch (number) {
      case 1 -> "User Request";
      case 2 -> "Lost Carrier";
      case 3 -> "Lost Service";
      case 4 -> "Idle Timeout";
      case 5 -> "Session Timeout";
      case 6 -> "Admin Reset";
      case 7 -> "Admin Reboot";
      case 8 -> "Port Error";
      case 9 -> "NAS Error";
      case 10 -> "NAS Request";
      case 11 -> "NAS Reboot";
      case 12 -> "Port Unneeded";
      case 13 -> "Port Preempted";
      case 14 -> "Port Suspended";
      case 15 -> "Service Unavailable";
      case 16 -> "Callback";
      case 17 -> "User Error";
      case 18 -> "Host Request";
      case 19 -> "Supplicant Restart";
      case 20 -> "Reauthentication Failure";
      case 21 -> "Port Reinitialized";
      case 22 -> "Port Administratively Disabled";
      case 23 -> "Lost Power";
      default -> null;
    };
  }

  private static String ingressFilters(int number) {
    return switch (number) {
      case 1 -> "Enabled";
      case 2 -> "Disabled";
      default -> null;
    };
  }

  private static String portType(int number) {
    return switch (number) {
      case 0 -> "Async";
      case 1 -> "Sync";
      case 2 -> "ISDN Sync";
      case 3 -> "ISDN Async V.120";
      case 4 -> "ISDN Async V.110";
      case 5 -> "Virtual";
      case 6 -> "PIAFS";
      case 7 -> "HDLC Clear Channel";
      case 8 -> "X.25";
      case 9 -> "X.75";
      case 10 -> "G.3 Fax";
      case 11 -> "SDSL";
      case 12 -> "ADSL-CAP";
      case 13 -> "ADSL-DMT";
      case 14 -> "ISDN-DSL";
      case 15 -> "Ethernet";
      case 16 -> "xDSL";
      case 17 -> "Cable";
      case 18 -> "Wireless - Other";
      case 19 -> "Wireless - IEEE 802.11";
      case 20 -> "Token-Ring";
      case 21 -> "FDDI";
      case 22 -> "Wireless - CDMA200";
      case 23 -> "Wireless - UMTS";
      case 24 -> "Wireless - 1X-EV";
      case 25 -> "IAPP";
      case 26 -> "FTTP";
      case 27 -> "Wireless - IEEE 802.16";
      case 28 -> "Wireless - IEEE 802.20";
      case 29 -> "Wireless - IEEE 802.22";
      case 30 -> "PPPoA";
      case 31 -> "PPPoEoA";
      case 32 -> "PPPoEoE";
      case 33 -> "PPPoEoVLAN";
      case 34 -> "PPPoEoQinQ";
      case 35 -> "xPON";
      case 36 -> "Wireless - XGP";
      case 37 -> "WiMAX Pre-Release 8 IWK Function";
      case 38 -> "WIMAX-WIFI-IWK";
      case 39 -> "WIMAX-SFF";
      case 40 -> "WIMAX-HA-LMA";
      case 41 -> "WIMAX-DHCP";
      case 42 -> "WIMAX-LBS";
      case 43 -> "WIMAX-WVS";
      default -> null;
    };
  }

  private static String zoneAccess(int number) {
    return switch (number) {
      case 1 -> "Only access to dfl zone";
      case 2 -> "Use zone filter inc.";
      case 3 -> "Not used";
      case 4 -> "Use zone filter exc.";
      default -> null;
    };
  }

  private static String prompt(int number) {
    return switch (number) {
      case 0 -> "No Echo";
      case 1 -> "Echo";
      default -> null;
    };
  }
}
