// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

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

  private SavefileBlock(int type, ByteBuffer body) {
    this.type = type;
    this.body = body;
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
    return new SavefileBlock(type, ByteBuffer.wrap(body.clone()).order(ByteOrder.LITTLE_ENDIAN));
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
