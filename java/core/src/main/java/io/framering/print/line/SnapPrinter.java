// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** The Subnetwork Access Protocol: an organization and its protocol number. */
final class SnapPrinter extends ProtocolPrinter {
  static final int LENGTH = 5;

  private static final int ETHERNET = 0x000000;
  private static final int CISCO = 0x00000C;
  private static final int CISCO_BRIDGED = 0x0000F8;
  private static final int APPLETALK = 0x080007;
  private static final int BRIDGED = 0x0080C2;
  private static final int BRIDGED_ETHERNET_FCS = 1;
  private static final int BRIDGED_ETHERNET = 7;
  private static final int BRIDGED_SPANNING_TREE = 14;
  private static final int PER_VLAN_SPANNING_TREE = 0x010B;
  private static final int VLAN_BRIDGE = 0x010C;
  private static final int CDP = 0x2000;
  private static final int BRIDGE_PAD = 2;
  private static final int APPLETALK_TYPE = 0x809B;

  private final Dispatch dispatch;

  SnapPrinter(LineContext line, Dispatch dispatch) {
    super(line);
    this.dispatch = dispatch;
  }

  /** Prints it and its payload. Returns false if the payload has not been printed. */
  boolean print(long at, long length, long captured, long source, long destination) {
    line.protocol = "snap";
    if (!in.has(at, LENGTH) || captured < LENGTH || length < LENGTH) {
      line.truncated();
      return true;
    }
    int organization = in.u24(at);
    int type = in.u16(at + 3);
    long payload = length - LENGTH;
    if (line.linkLevel) {
      organization(organization);
      line.out.text(organization == ETHERNET ? ", ethertype " : ", pid ");
      type(organization, type, payload);
    }
    if (payload(organization, type, at + LENGTH, payload, captured - LENGTH)) {
      return true;
    }
    if (!line.linkLevel) {
      if (source != EthernetPrinter.NO_ADDRESSES) {
        line.mac(source);
        line.out.text(" > ");
        line.mac(destination);
        line.out.character(' ');
      }
      line.out.text("SNAP, ");
      if (organization == ETHERNET) {
        line.out.text("ethertype ");
      } else {
        organization(organization);
        line.out.text(", pid ");
      }
      type(organization, type, payload);
    }
    return false;
  }

  private boolean payload(int organization, int type, long at, long length, long captured) {
    switch (organization) {
      case ETHERNET, CISCO_BRIDGED -> {
        return dispatch.etherType(type, at, length);
      }
      case APPLETALK -> {
        return type == APPLETALK_TYPE && dispatch.etherType(type, at, length);
      }
      case CISCO -> {
        if (type == CDP) {
          dispatch.cdp(at, length);
          return true;
        }
        if (type != PER_VLAN_SPANNING_TREE && type != VLAN_BRIDGE) {
          return false;
        }
        dispatch.stp().print(at, length);
        return true;
      }
      case BRIDGED -> {
        if (type == BRIDGED_SPANNING_TREE) {
          dispatch.stp().print(at, length);
          return true;
        }
        if (type != BRIDGED_ETHERNET && type != BRIDGED_ETHERNET_FCS) {
          return false;
        }
        if (in.has(at, BRIDGE_PAD)) {
          dispatch.ethernet(at + BRIDGE_PAD, length - BRIDGE_PAD, captured - BRIDGE_PAD);
        } else {
          line.truncated();
        }
        return true;
      }
      default -> {
        return false;
      }
    }
  }

  private void organization(int organization) {
    line.out.text("oui ").text(organizationName(organization));
    line.out.text(" (0x").hex(organization, 6).character(')');
  }

  private void type(int organization, int type, long length) {
    TextBuffer out = line.out;
    out.text(typeName(organization, type)).text(" (0x").hex(type, 4);
    out.text("), length ").decimal(length).text(": ");
  }

  private static String typeName(int organization, int type) {
    return switch (organization) {
      case ETHERNET, CISCO_BRIDGED, APPLETALK -> EtherTypeNames.nameOrUnknown(type);
      case CISCO -> ciscoName(type);
      case BRIDGED -> bridgedName(type);
      default -> "Unknown";
    };
  }

  private static String ciscoName(int type) {
    return switch (type) {
      case 0x0111 -> "UDLD";
      case PER_VLAN_SPANNING_TREE -> "PVST";
      case VLAN_BRIDGE -> "VLAN Bridge";
      case CDP -> "CDP";
      case 0x2003 -> "VTP";
      case 0x2004 -> "DTP";
      default -> "Unknown";
    };
  }

  private static String bridgedName(int type) {
    return switch (type) {
      case BRIDGED_ETHERNET_FCS -> "Ethernet + FCS";
      case 2 -> "802.4 + FCS";
      case 3 -> "Token Ring + FCS";
      case 4 -> "FDDI + FCS";
      case 5 -> "802.6 + FCS";
      case BRIDGED_ETHERNET -> "Ethernet w/o FCS";
      case 8 -> "802.4 w/o FCS";
      case 9 -> "Token Ring w/o FCS";
      case 10 -> "FDDI w/o FCS";
      case 11 -> "802.6 w/o FCS";
      case BRIDGED_SPANNING_TREE -> "BPDU";
      default -> "Unknown";
    };
  }

  /** The name of an OUI, or "Unknown". */
  static String organizationName(int organization) {
    return switch (organization) {
      case ETHERNET -> "Ethernet";
      case CISCO -> "Cisco";
      case 0x00005E -> "IANA";
      case 0x000081 -> "Nortel Networks SONMP";
      case CISCO_BRIDGED -> "Cisco bridged";
      case 0x00049F -> "Freescale";
      case 0x0004EA -> "HP-Labs";
      case 0x001018 -> "Broadcom";
      case 0x00120F -> "IEEE 802.3 Private";
      case 0x0012BB -> "ANSI/TIA";
      case 0x0015AD -> "Netronome";
      case 0x001B21 -> "DCBX";
      case 0x002320 -> "Nicira Networks";
      case 0x002481 -> "HP";
      case BRIDGED -> "Ethernet bridged";
      case 0x009069 -> "Juniper";
      case 0x00A03E -> "ATM Forum";
      case 0x00E004 -> "PMC-Sierra";
      case 0x00E02F -> "DOCSIS Spanning Tree";
      case APPLETALK -> "Appletalk";
      case 0x080009 -> "Hewlett-Packard";
      case 0x5C16C7 -> "Big Switch Networks";
      case 0x748771 -> "Infoblox Inc";
      case 0xA42305 -> "Open Networking Lab";
      case 0xB0D2F5 -> "Vello Systems";
      case 0xD0F0DB -> "Ericsson";
      default -> "Unknown";
    };
  }
}
