// SPDX-License-Identifier: Apache-2.0
package io.framering.print.tree;

import io.framering.packet.Field;
import io.framering.packet.FieldVisitor;
import io.framering.packet.FlagsField;
import io.framering.packet.Problem;
import io.framering.print.layout.Notes;
import java.lang.foreign.MemorySegment;

/** Collects the header fields that {@code tree} shows; see {@link TreeText}. */
final class TreeFields implements FieldVisitor {
  private final Notes notes;
  private boolean checksumsAreReady;

  TreeFields(Notes notes) {
    this.notes = notes;
  }

  /**
   * Begins a header.
   *
   * @param areReady false if the card fills in checksums later, so that they are not wrong
   */
  void begin(boolean areReady) {
    checksumsAreReady = areReady;
  }

  @Override
  public void line() {
    notes.mark(Notes.LINE);
  }

  @Override
  public void number(Field field, long value) {
    if (field.interesting(value)) {
      notes.note(field, Notes.NUMBER, value);
    }
  }

  @Override
  public void number(Field field, long value, String name) {
    if (field.interesting(value)) {
      notes.note(field, Notes.NAMED, value);
      notes.name(name);
    }
  }

  @Override
  public void checksum(Field field, long value, long expected) {
    if (value != expected && checksumsAreReady) {
      notes.note(field, Notes.WRONG_CHECKSUM, value);
      notes.rest(expected);
    } else {
      number(field, value);
    }
  }

  @Override
  public void unverifiedChecksum(Field field, long value, boolean present) {
    number(field, value);
  }

  @Override
  public void flags(FlagsField flags, int value) {
    if (flags.field().interesting(value)) {
      notes.note(flags, Notes.SHOWN_FLAGS, value);
      notes.constant(value);
    }
  }

  @Override
  public void mac(Field field, long address) {
    if (field.interesting(address)) {
      notes.note(field, Notes.MAC, address);
    }
  }

  @Override
  public void ipv4(Field field, int address) {
    if (field.interesting(address)) {
      notes.note(field, Notes.IPV4, address);
    }
  }

  @Override
  public void ipv6(Field field, long high, long low) {
    notes.note(field, Notes.IPV6, high);
    notes.rest(low);
  }

  @Override
  public void bytes(Field field, MemorySegment memory, long offset, int length) {
    if (field.interesting(length)) {
      notes.noteBytes(field, memory, offset, length);
    }
  }

  @Override
  public void text(Field field, MemorySegment memory, long offset, int length) {
    if (field.interesting(length)) {
      notes.noteText(field, memory, offset, length, "\"", "\\x");
    }
  }

  @Override
  public void group(Field field) {
    notes.note(field, Notes.GROUP);
  }

  @Override
  public void endGroup() {
    notes.mark(Notes.END_GROUP);
  }

  @Override
  public void item(Field field, int type, String name) {
    notes.note(field, Notes.ITEM, type);
    notes.name(name);
  }

  @Override
  public void problem(Problem problem) {
    notes.mark(problem.kind() == Problem.Kind.TRUNCATED ? Notes.TRUNCATED : Notes.MALFORMED);
    notes.name(problem.reason());
  }
}
