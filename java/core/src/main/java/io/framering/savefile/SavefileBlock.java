// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A block of a pcapng file that is not a packet, such as names of hosts, secrets for decryption, or
 * a block of another program: draft-ietf-opsawg-pcapng. Immutable.
 *
 * <p>A program that has learned the keys of a TLS session writes them into its recording, before
 * the packets that need them:
 *
 * <pre>{@code
 * writer.write(SavefileBlock.secrets(SavefileBlock.TLS_KEY_LOG, lines.getBytes(UTF_8)));
 * }</pre>
 */
public final class SavefileBlock {
  /** The type of a section header block, with which each section of a file begins. */
  public static final int SECTION_HEADER = Pcapng.SECTION_HEADER;

  /** The type of an interface description block. */
  public static final int INTERFACE_DESCRIPTION = Pcapng.INTERFACE_DESCRIPTION;

  /** The type of an interface statistics block. */
  public static final int INTERFACE_STATISTICS = Pcapng.INTERFACE_STATISTICS;

  /** The type of a name resolution block. */
  public static final int NAME_RESOLUTION = 4;

  /** The type of a decryption secrets block. */
  public static final int DECRYPTION_SECRETS = 10;

  /** The type of a custom block, of which copies may be written. */
  public static final int CUSTOM = 0xBAD;

  /** The type of a custom block that must not be copied to another file. */
  public static final int CUSTOM_NOT_COPIED = 0x40000BAD;

  /** Secrets in the form of an NSS key log: lines such as {@code CLIENT_RANDOM …}. */
  public static final int TLS_KEY_LOG = 0x544C534B;

  /** The maximum length of a body; other programs have the same limit. */
  public static final int MOST_BYTES = 16 << 20;

  private final int type;
  private final ByteBuffer body;

  /** The interfaces of the file that it was read from; null: none, a program has made it. */
  final List<FileInterface> source;

  /**
   * The number of the interface in its file that statistics belong to; of any other block, the last
   * interface described then.
   */
  final int interfaceNumber;

  /**
   * @param body not copied
   */
  SavefileBlock(int type, ByteBuffer body, List<FileInterface> source, int interfaceNumber) {
    this.type = type;
    this.body = body;
    this.source = source;
    this.interfaceNumber = interfaceNumber;
  }

  /**
   * {@return a block to write}
   *
   * @param type the type of the block; not that of a packet, a section or an interface, which
   *     {@link FrameWriter} writes itself
   * @param body the body with its options, in little-endian byte order; copied
   * @throws IllegalArgumentException if the type is reserved for the writer, or the body has more
   *     than {@link #MOST_BYTES}
   */
  public static SavefileBlock of(int type, byte[] body) {
    if (Pcapng.isOfWriter(type)) {
      throw new IllegalArgumentException("block type " + type + ": written by the writer itself");
    }
    if (body.length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "a body of %d bytes: must be at most %d".formatted(body.length, MOST_BYTES));
    }
    ByteBuffer copy = ByteBuffer.wrap(body.clone()).order(ByteOrder.LITTLE_ENDIAN);
    return new SavefileBlock(type, copy, null, 0);
  }

  /**
   * {@return a decryption secrets block} It belongs before the first packet that needs the secrets.
   *
   * @param secretsType the kind of the secrets, such as {@link #TLS_KEY_LOG}
   * @param secrets the secrets, in the form that belongs to their type
   * @throws IllegalArgumentException if there are too many
   */
  public static SavefileBlock secrets(int secretsType, byte[] secrets) {
    ByteBuffer body =
        ByteBuffer.allocate(Pcapng.SECRETS_HEADER_BYTES + secrets.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    body.putInt(secretsType).putInt(secrets.length).put(secrets);
    return of(DECRYPTION_SECRETS, body.array());
  }

  /** {@return the type of the block, such as {@link #DECRYPTION_SECRETS}} */
  public int type() {
    return type;
  }

  /**
   * {@return the body of the block: all bytes between its two lengths, read-only, in the byte order
   * of the section that it was read from}
   */
  public ByteBuffer body() {
    return body.asReadOnlyBuffer().order(body.order());
  }

  /** Whether it must not be copied from its file to another one. */
  boolean staysInItsFile() {
    return type == CUSTOM_NOT_COPIED && source != null;
  }

  /**
   * {@return the comments of the block, in their order; empty if there are none, or its type is
   * unknown}
   */
  public List<String> comments() {
    int options = BlockLayout.optionsAt(type, body, 0, body.capacity());
    return options == BlockLayout.NONE ? List.of() : BlockLayout.comments(body().position(options));
  }

  /** The length of the whole block in a file. */
  int bytes() {
    return Pcapng.BLOCK_HEADER_BYTES
        + PcapngOptions.padded(body.capacity())
        + Pcapng.BLOCK_TRAILER_BYTES;
  }

  @Override
  public String toString() {
    return "block of type 0x%x, %d bytes".formatted(type, body.capacity());
  }
}
