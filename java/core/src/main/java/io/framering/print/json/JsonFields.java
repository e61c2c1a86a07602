// SPDX-License-Identifier: Apache-2.0
package io.framering.print.json;

import io.framering.packet.Field;
import io.framering.packet.FieldVisitor;
import io.framering.packet.FlagsField;
import io.framering.packet.Problem;
import io.framering.print.layout.Notes;
import java.lang.foreign.MemorySegment;

/** Header fields for {@code json}, with tshark's values. */
final class JsonFields implements FieldVisitor {
  // tshark's names: epan/proto.h.
  private static final int STATUS_BAD = 0;
  private static final int STATUS_GOOD = 1;
  private static final int STATUS_UNVERIFIED = 2;
  private static final int STATUS_NOT_PRESENT = 3;

  private static final Field PROBLEM = Field.of("Problem", "problem");

  private final Notes notes;

  private Field protocol;
  private boolean checksumsAreReady;

  JsonFields(Notes notes) {
    this.notes = notes;
  }

  /**
   * Begins a header.
   *
   * @param newProtocol the protocol's name
   * @param areReady false if the card fills in checksums later, so that they are not wrong
   */
  void begin(Field newProtocol, boolean areReady) {
    protocol = newProtocol;
    checksumsAreReady = areReady;
  }

  @Override
  public void line() {}

  @Override
  public void number(Field field, long value) {
    boolean asItStands = field.unit() == 1 || field.hexDigits() != 0;
    notes.note(field, Notes.NUMBER, asItStands ? value : value / field.unit());
  }

  @Override
  public void number(Field field, long value, String name) {
    number(field, value);
  }

  @Override
  public void checksum(Field field, long value, long expected) {
    number(field, value);
    int verdict = value == expected ? STATUS_GOOD : STATUS_BAD;
    notes.note(field, Notes.STATUS, checksumsAreReady ? verdict : STATUS_UNVERIFIED);
  }

  @Override
  public void unverifiedChecksum(Field field, long value, boolean present) {
    number(field, value);
    notes.note(field, Notes.STATUS, present ? STATUS_UNVERIFIED : STATUS_NOT_PRESENT);
  }

  @Override
  public void flags(FlagsField field, int value) {
    notes.note(field, Notes.FLAGS, Integer.toUnsignedLong(value));
  }

  @Override
  public void mac(Field field, long address) {
    notes.note(field, Notes.MAC, address);
  }

  @Override
  public void ipv4(Field field, int address) {
    notes.note(field, Notes.IPV4, address);
  }

  @Override
  public void ipv6(Field field, long high, long low) {
    notes.note(field, Notes.IPV6, high);
    notes.rest(low);
  }

  @Override
  public void bytes(Field field, MemorySegment memory, long offset, int length) {
    notes.noteBytes(field, memory, offset, length);
  }

  @Override
  public void text(Field field, MemorySegment memory, long offset, int length) {
    notes.noteText(field, memory, offset, length, "", "\\u00");
  }

  @Override
  public void group(Field field) {}

  @Override
  public void endGroup() {}

  @Override
  public void item(Field field, int type, String name) {
    number(field, type);
  }

  @Override
  public void problem(Problem what) {
    String reason = what.kind() == Problem.Kind.TRUNCATED ? "truncated" : what.reason();
    notes.beginText().text(protocol.key()).text(": ").text(reason);
    notes.endText(PROBLEM);
  }
}
