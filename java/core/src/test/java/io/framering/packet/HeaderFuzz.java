// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Each decoder alone: the first byte of the input says which, the second how much more there was on
 * the wire, the rest is what it wraps.
 */
public final class HeaderFuzz {
  /** How many there are. */
  public static final int DECODERS = Protocols.builtIn().count();

  private static final int HEAD = 2;

  private HeaderFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length < HEAD) {
      return;
    }
    MemorySegment memory = MemorySegment.ofArray(Arrays.copyOfRange(input, HEAD, input.length));
    long end = memory.byteSize();
    Header header = Protocols.builtIn().decoder((input[0] & 0xFF) % DECODERS);
    header.place(null, end + Math.max(0, input[1]));
    Fields fields = new Fields(memory);
    if (!header.wrap(memory, 0, end)) {
      header.describeCut(fields, memory, 0, end);
      return;
    }
    header.describe(fields);
    require(header.payloadOffset() >= 0, "the payload begins in the packet");
    require(header.payloadOffset() <= header.payloadEnd(), "the payload has a length");
    require(header.payloadEnd() <= end, "the payload ends in the packet");
    require(header.headerLength() >= 0, "a header has a length");
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError("not so: " + what);
    }
  }

  /** Sees to it that what is shown can be shown: names in ASCII, bytes that are there. */
  private record Fields(MemorySegment memory) implements FieldVisitor {
    private static void check(Field field) {
      checkText(field.label());
      checkText(field.key());
    }

    private static void checkText(String text) {
      require(text.chars().allMatch(c -> c >= ' ' && c <= '~'), "ASCII: " + text);
    }

    @Override
    public void line() {}

    @Override
    public void number(Field field, long value) {
      check(field);
    }

    @Override
    public void number(Field field, long value, String name) {
      check(field);
      checkText(name);
    }

    @Override
    public void checksum(Field field, long value, long expected) {
      check(field);
    }

    @Override
    public void unverifiedChecksum(Field field, long value, boolean present) {
      check(field);
    }

    @Override
    public void flags(FlagsField field, int value) {}

    @Override
    public void mac(Field field, long address) {
      check(field);
      require(address >>> 48 == 0, "a MAC address has 48 bits");
    }

    @Override
    public void ipv4(Field field, int address) {
      check(field);
    }

    @Override
    public void ipv6(Field field, long high, long low) {
      check(field);
    }

    @Override
    public void bytes(Field field, MemorySegment where, long offset, int length) {
      check(field);
      require(where == memory, "of the packet");
      require(length >= 0 && offset >= 0 && offset + length <= where.byteSize(), "in the packet");
    }

    @Override
    public void text(Field field, MemorySegment where, long offset, int length) {
      check(field);
      require(length >= 0 && offset >= 0 && offset + length <= where.byteSize(), "in its memory");
    }

    @Override
    public void group(Field field) {
      check(field);
    }

    @Override
    public void endGroup() {}

    @Override
    public void item(Field field, int type, String name) {
      check(field);
      checkText(name);
    }

    @Override
    public void problem(Problem problem) {
      require(problem != Problem.NONE, "a problem is one");
    }
  }
}
