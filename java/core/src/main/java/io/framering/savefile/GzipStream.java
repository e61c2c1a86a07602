// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * The uncompressed data of all members of a gzip file: RFC 1952. The JDK's stream ends silently at
 * a later member with a damaged header, and recurses for each empty member.
 */
final class GzipStream extends InputStream {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final int MAGIC = 0x8B1F;
  private static final int DEFLATE = 8;
  private static final int FLAG_CRC = 2;
  private static final int FLAG_EXTRA = 4;
  private static final int FLAG_NAME = 8;
  private static final int FLAG_COMMENT = 16;
  private static final int RESERVED_FLAGS = 0xE0;

  private final ReadableByteChannel channel;
  private final ByteBuffer in =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private boolean inMember;
  private boolean ended;
  private boolean first = true;

  GzipStream(ReadableByteChannel channel) {
    this.channel = channel;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    while (!ended) {
      if (!inMember) {
        begin();
      } else {
        int count = inflate(into, offset, length);
        if (count > 0) {
          checksum.update(into, offset, count);
          return count;
        }
        if (inflater.finished()) {
          end();
        }
      }
    }
    return -1;
  }

  private int inflate(byte[] into, int offset, int length) throws IOException {
    if (inflater.needsInput()) {
      if (!in.hasRemaining() && !fill()) {
        throw new EOFException();
      }
      inflater.setInput(in);
    }
    try {
      int count = inflater.inflate(into, offset, length);
      if (inflater.needsDictionary()) {
        throw new ZipException("a preset dictionary");
      }
      return count;
    } catch (DataFormatException e) {
      throw new ZipException(e.getMessage() != null ? e.getMessage() : "no deflated data");
    }
  }

  /** Reads a member's header, or detects the end: padding zeros of a tape block are no member. */
  private void begin() throws IOException {
    int begin = first ? next() : afterPadding();
    if (begin < 0) {
      ended = true;
      return;
    }
    first = false;
    if ((begin | next() << 8) != MAGIC || next() != DEFLATE) {
      throw new ZipException("invalid data after a gzip member");
    }
    int flags = next();
    skip(6);
    if ((flags & RESERVED_FLAGS) != 0) {
      throw new ZipException("unknown flags in a gzip header");
    }
    if ((flags & FLAG_EXTRA) != 0) {
      skip(next() | next() << 8);
    }
    if ((flags & FLAG_NAME) != 0) {
      skipText();
    }
    if ((flags & FLAG_COMMENT) != 0) {
      skipText();
    }
    skip((flags & FLAG_CRC) != 0 ? 2 : 0);
    inflater.reset();
    checksum.reset();
    inMember = true;
  }

  private int afterPadding() throws IOException {
    while (in.hasRemaining() || fill()) {
      int value = next();
      if (value != 0) {
        return value;
      }
    }
    return -1;
  }

  private void end() throws IOException {
    if (nextInt() != (int) checksum.getValue() || nextInt() != (int) inflater.getBytesWritten()) {
      throw new ZipException("the checksum or the length of a gzip member is wrong");
    }
    inMember = false;
  }

  private int nextInt() throws IOException {
    return next() | next() << 8 | next() << 16 | next() << 24;
  }

  private int next() throws IOException {
    if (!in.hasRemaining() && !fill()) {
      throw new EOFException();
    }
    return Byte.toUnsignedInt(in.get());
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private void skipText() throws IOException {
    while (next() != 0) {}
  }

  /** Reads once into the empty buffer; false at the end. */
  private boolean fill() throws IOException {
    int count = Inputs.read(channel, in.clear());
    in.flip();
    return count > 0;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
