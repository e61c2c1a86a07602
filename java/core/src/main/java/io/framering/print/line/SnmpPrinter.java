// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.line.BerElement.Kind;
import io.framering.print.text.TextBuffer;

/** SNMP: versions 1 (RFC 1157), 2c (RFC 3416) and 3 (RFC 3412, with the security of RFC 3414). */
final class SnmpPrinter extends ProtocolPrinter {
  private static final int VERSION_1 = 0;
  private static final int VERSION_2C = 1;
  private static final int VERSION_3 = 3;

  private static final int GET = 0;
  private static final int GET_NEXT = 1;
  private static final int RESPONSE = 2;
  private static final int TRAP = 4;
  private static final int GET_BULK = 5;

  private static final int AUTHENTICATED = 1;
  private static final int PRIVATE = 2;
  private static final int REPORTABLE = 4;
  private static final int USER_BASED = 3;

  private static final int ENTERPRISE_SPECIFIC = 6;
  private static final String DEFAULT_COMMUNITY = "public";

  private static final String[] ERRORS = {
    "noError",
    "tooBig",
    "noSuchName",
    "badValue",
    "readOnly",
    "genErr",
    "noAccess",
    "wrongType",
    "wrongLength",
    "wrongEncoding",
    "wrongValue",
    "noCreation",
    "inconsistentValue",
    "resourceUnavailable",
    "commitFailed",
    "undoFailed",
    "authorizationError",
    "notWritable",
    "inconsistentName"
  };

  private static final String[] TRAPS = {
    "coldStart",
    "warmStart",
    "linkDown",
    "linkUp",
    "authenticationFailure",
    "egpNeighborLoss",
    "enterpriseSpecific"
  };

  private final BerElement element;

  /** The rest of the sequence that is read. */
  private long at;

  private int left;

  /** Bytes of the last element with its header. */
  private int count;

  SnmpPrinter(LineContext line) {
    super(line);
    element = new BerElement(line);
  }

  /** Prints a message that is {@code length} bytes on the wire. */
  void print(long from, long length) {
    line.protocol = "snmp";
    line.out.character(' ');
    at = from;
    left = (int) length;
    if (!next(Kind.SEQUENCE, "[!init SEQ]")) {
      return;
    }
    extra(left, " extra after iSEQ]");
    enter();
    if (!next(Kind.INTEGER, "[version!=INT]")) {
      return;
    }
    int version = element.integer();
    if (version != VERSION_1 && version != VERSION_2C && version != VERSION_3) {
      line.out.text("SNMP [version = ").decimal(version).character(']');
      return;
    }
    verbose(version == VERSION_1 ? "{ SNMPv1 " : version == VERSION_3 ? "{ SNMPv3 " : "{ SNMPv2c ");
    if (version == VERSION_3) {
      secured();
    } else {
      community(version);
    }
    verbose("} ");
  }

  private void verbose(String text) {
    line.out.text(line.verbose() ? text : "");
  }

  /**
   * Reads the next element. Returns false if there is none of this kind, which is then printed as
   * {@code otherwise}.
   */
  private boolean next(Kind kind, String otherwise) {
    if (!next()) {
      return false;
    }
    if (element.kind != kind) {
      line.out.text(otherwise);
      element.print();
      return false;
    }
    return true;
  }

  private boolean next() {
    count = element.read(at, left);
    if (count == BerElement.NONE) {
      return false;
    }
    at += count;
    left -= count;
    return true;
  }

  /** Continues in the element that was read last. */
  private void enter() {
    at = element.at;
    left = element.length;
  }

  private void extra(int bytes, String text) {
    if (bytes > 0) {
      line.out.character('[').decimal(bytes).text(text);
    }
  }

  private void community(int version) {
    if (!next(Kind.STRING, "[comm!=STR]")) {
      return;
    }
    if (!isDefaultCommunity()) {
      string("C=");
    }
    message(version);
  }

  private boolean isDefaultCommunity() {
    int same = 0;
    while (same < DEFAULT_COMMUNITY.length()
        && same < element.length
        && in.u8(element.at + same) == DEFAULT_COMMUNITY.charAt(same)) {
      same++;
    }
    return same == DEFAULT_COMMUNITY.length() && same == element.length;
  }

  private void string(String label) {
    line.out.text(label);
    element.string();
    line.out.character(' ');
  }

  private void message(int version) {
    if (!next()) {
      return;
    }
    if (element.kind != Kind.MESSAGE) {
      line.out.text("[no PDU]");
      return;
    }
    extra(left, " extra after PDU]");
    verbose("{ ");
    element.print();
    line.out.character(' ');
    int type = element.tag;
    if (version == VERSION_1 && type >= GET_BULK) {
      line.out.text("[v2 PDU in v1 message]");
      return;
    }
    if (version == VERSION_2C && type == TRAP) {
      line.out.text("[v1 PDU in v2 message]");
      return;
    }
    enter();
    if (type == TRAP) {
      trap();
    } else {
      request(type);
    }
    verbose(" } ");
  }

  private void request(int type) {
    TextBuffer out = line.out;
    boolean isStrict = type != RESPONSE && type != GET_BULK;
    if (!next(Kind.INTEGER, "[reqId!=INT]")) {
      return;
    }
    if (line.verbose()) {
      out.text("R=").decimal(element.integer()).character(' ');
    }
    if (!next(Kind.INTEGER, "[errorStatus!=INT]")) {
      return;
    }
    int status = element.integer();
    if (type == GET_BULK) {
      out.text(" N=").decimal(status);
    } else if (status != 0) {
      out.text(isStrict ? "[errorStatus(" : " ");
      name(ERRORS, status, "err=", Integer.toUnsignedLong(status));
      out.text(isStrict ? ")!=0]" : "");
    }
    if (!next(Kind.INTEGER, "[errorIndex!=INT]")) {
      return;
    }
    int index = element.integer();
    if (type == GET_BULK) {
      out.text(" M=").decimal(index);
    } else if (index != 0 && isStrict) {
      out.text("[errorIndex(").decimal(index).text(")!=0]");
    } else if (index != 0 && status == 0) {
      out.text("[errorIndex(").decimal(index).text(") w/o errorStatus]");
    } else if (index != 0) {
      out.character('@').decimal(index);
    } else if (status != 0 && !isStrict) {
      out.text("[errorIndex==0]");
    }
    variables(type);
  }

  private void name(String[] names, int number, String otherwise, long value) {
    if (number >= 0 && number < names.length) {
      line.out.text(names[number]);
    } else {
      line.out.text(otherwise).decimal(value);
    }
  }

  private void trap() {
    TextBuffer out = line.out;
    out.character(' ');
    if (!next(Kind.IDENTIFIER, "[enterprise!=OID]")) {
      return;
    }
    element.print();
    out.character(' ');
    if (!next(Kind.ADDRESS, "[agent-addr!=INETADDR]")) {
      return;
    }
    element.print();
    if (!next(Kind.INTEGER, "[generic-trap!=INT]")) {
      return;
    }
    int generic = element.integer();
    out.character(' ');
    name(TRAPS, generic, "gt=", generic);
    if (!next(Kind.INTEGER, "[specific-trap!=INT]")) {
      return;
    }
    int specific = element.integer();
    if (generic == ENTERPRISE_SPECIFIC) {
      out.text(" s=").decimal(specific);
    } else if (specific != 0) {
      out.text("[specific-trap(").decimal(specific).text(")!=0]");
    }
    out.character(' ');
    if (!next(Kind.UNSIGNED, "[time-stamp!=TIMETICKS]")) {
      return;
    }
    element.print();
    variables(TRAP);
  }

  private void variables(int type) {
    TextBuffer out = line.out;
    boolean asks = type == GET || type == GET_NEXT || type == GET_BULK;
    if (!next(Kind.SEQUENCE, "[!SEQ of varbind]")) {
      return;
    }
    extra(left, " extra after SEQ of varbind]");
    enter();
    while (left > 0) {
      out.character(' ');
      if (!next(Kind.SEQUENCE, "[!varbind]")) {
        return;
      }
      long after = at;
      int afterLeft = left;
      enter();
      if (!next(Kind.IDENTIFIER, "[objName!=OID]")) {
        return;
      }
      element.print();
      out.text(asks ? "" : "=");
      if (!next()) {
        return;
      }
      if (element.kind != Kind.NULL) {
        out.text(asks ? "[objVal!=NULL]" : "");
        element.print();
      }
      at = after;
      left = afterLeft;
    }
  }

  private void secured() {
    TextBuffer out = line.out;
    long after = at + left;
    if (!next(Kind.SEQUENCE, "[!message]")) {
      return;
    }
    enter();
    verbose("{ ");
    if (!next(Kind.INTEGER, "[msgID!=INT]")
        || !next(Kind.INTEGER, "[msgMaxSize!=INT]")
        || !next(Kind.STRING, "[msgFlags!=STR]")) {
      return;
    }
    if (element.length != 1) {
      out.text("[msgFlags size ").decimal(element.length).character(']');
      return;
    }
    int flags = in.u8(element.at);
    if (flags > (AUTHENTICATED | PRIVATE | REPORTABLE)
        || (flags & (AUTHENTICATED | PRIVATE)) == PRIVATE) {
      out.text("[msgFlags=0x");
      Characters.upperHex(flags, out);
      out.character(']');
      return;
    }
    out.text("F=").text((flags & AUTHENTICATED) != 0 ? "a" : "");
    out.text((flags & PRIVATE) != 0 ? "p" : "").text((flags & REPORTABLE) != 0 ? "r " : " ");
    if (!next(Kind.INTEGER, "[msgSecurityModel!=INT]")) {
      return;
    }
    int model = element.integer();
    extra(left - count, " extra after message SEQ]");
    verbose("} ");
    if (model != USER_BASED) {
      out.text("[security model ").decimal(model).character(']');
      return;
    }
    verbose("{ USM ");
    left = (int) (after - at); // tcpdump does not go to the end of the sequence
    if (!next(Kind.STRING, "[msgSecurityParameters!=STR]")) {
      return;
    }
    long scoped = at;
    enter();
    user();
    verbose("} ");
    verbose("{ ScopedPDU ");
    at = scoped;
    left = (int) (after - scoped);
    scoped();
    verbose("} ");
  }

  private void user() {
    if (!next(Kind.SEQUENCE, "[!usm]")) {
      return;
    }
    enter();
    if (!next(Kind.STRING, "[msgAuthoritativeEngineID!=STR]")
        || !number("[msgAuthoritativeEngineBoots!=INT]", "B=")
        || !number("[msgAuthoritativeEngineTime!=INT]", "T=")
        || !next(Kind.STRING, "[msgUserName!=STR]")) {
      return;
    }
    string("U=");
    if (next(Kind.STRING, "[msgAuthenticationParameters!=STR]")
        && next(Kind.STRING, "[msgPrivacyParameters!=STR]")) {
      extra(left - count, " extra after usm SEQ]");
    }
  }

  private boolean number(String otherwise, String label) {
    if (!next(Kind.INTEGER, otherwise)) {
      return false;
    }
    if (line.verbose()) {
      line.out.text(label).decimal(element.integer()).character(' ');
    }
    return true;
  }

  private void scoped() {
    if (!next(Kind.SEQUENCE, "[!scoped PDU]")) {
      return;
    }
    enter();
    if (!next(Kind.STRING, "[contextEngineID!=STR]")) {
      return;
    }
    line.out.text("E=");
    element.octets();
    line.out.character(' ');
    if (!next(Kind.STRING, "[contextName!=STR]")) {
      return;
    }
    string("C=");
    message(VERSION_3);
  }
}
