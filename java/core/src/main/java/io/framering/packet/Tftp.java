// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * A TFTP message (RFC 1350, section 5), with options (RFC 2347). The data of a block is its
 * payload.
 *
 * <pre>
 *  0                   1
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
 * +-------------------------------+
 * |           Operation           |  then one of
 * +-------------------------------+------------------------------
 * | file name, 0, mode, 0; each option, 0, its value, 0             1, 2
 * +-------------------------------+------------------------------
 * |             Block             | data, in operation 3            3, 4
 * +-------------------------------+------------------------------
 * |          Error Code           | message, 0                      5
 * +-------------------------------+------------------------------
 * | each option, 0, its value, 0                                    6
 * +---------------------------------------------------------------
 * </pre>
 */
public final class Tftp extends Header {
  /** Bytes that all messages begin with. */
  public static final int LENGTH = 2;

  /** The UDP port that requests are sent to; a transfer then continues between two other ports. */
  public static final int PORT = 69;

  /** The operation of a request to read a file. */
  public static final int READ = 1;

  /** The operation of a request to write a file. */
  public static final int WRITE = 2;

  /** The operation of a block of data. */
  public static final int DATA = 3;

  /** The operation of an acknowledgment of a block. */
  public static final int ACKNOWLEDGMENT = 4;

  /** The operation of an error, which ends the transfer. */
  public static final int ERROR = 5;

  /** The operation of an acknowledgment of options. */
  public static final int OPTIONS = 6;

  private static final int BLOCK_OFFSET = 2;
  private static final int BLOCK_END = 4;

  private static final Field HEADING = Field.of("TFTP Message", "tftp");
  private static final Field OPERATION = Field.of("Operation", "tftp.opcode");
  private static final Field SOURCE_FILE = Field.of("File", "tftp.source_file");
  private static final Field DESTINATION_FILE = Field.of("File", "tftp.destination_file");
  private static final Field MODE = Field.of("Mode", "tftp.type");
  private static final Field BLOCK = Field.of("Block", "tftp.block");
  private static final Field CODE = Field.of("Error", "tftp.error.code");
  private static final Field MESSAGE = Field.of("Message", "tftp.error.message");
  private static final Field OPTION = Field.of("Option", "tftp.option.name");
  private static final Field VALUE = Field.of("Value", "tftp.option.value");

  private static final Problem ENDLESS = Problem.malformed("text without its end");

  private static final int NO_END = -1;

  /** A header that wraps nothing yet. */
  public Tftp() {
    super(HEADING, LENGTH);
  }

  /** {@return the operation, 0 to 65535: {@link #READ} to {@link #OPTIONS}, or an unknown one} */
  public int operation() {
    return unsignedShort(0);
  }

  @Override
  public int headerLength() {
    return operation() == DATA ? BLOCK_END : (int) Math.min(Integer.MAX_VALUE, end() - offset());
  }

  @Override
  protected Problem examine() {
    int operation = operation();
    boolean hasNumber = operation >= DATA && operation <= ERROR;
    return hasNumber && !holds(BLOCK_END) ? Problem.TRUNCATED : Problem.NONE;
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    int operation = operation();
    visitor.line();
    visitor.number(OPERATION, operation, operationName(operation));
    switch (operation) {
      case READ, WRITE -> {
        Field file = operation == READ ? SOURCE_FILE : DESTINATION_FILE;
        int mode = describeText(visitor, file, LENGTH);
        int options = mode == NO_END ? NO_END : describeText(visitor, MODE, mode);
        if (options != NO_END) {
          describeOptions(visitor, options);
        }
      }
      case DATA, ACKNOWLEDGMENT -> {
        if (holds(BLOCK_END)) {
          visitor.number(BLOCK, unsignedShort(BLOCK_OFFSET));
        }
      }
      case ERROR -> {
        if (holds(BLOCK_END)) {
          int code = unsignedShort(BLOCK_OFFSET);
          visitor.number(CODE, code, errorName(code));
          describeText(visitor, MESSAGE, BLOCK_END);
        }
      }
      case OPTIONS -> describeOptions(visitor, LENGTH);
      default -> {}
    }
  }

  private void describeOptions(FieldVisitor visitor, int at) {
    int next = at;
    while (next != NO_END && holds(next + 1L)) {
      next = describeText(visitor, OPTION, next);
      next = next == NO_END ? NO_END : describeText(visitor, VALUE, next);
    }
  }

  /** Describes a text that ends with a zero. Returns the offset after that. */
  private int describeText(FieldVisitor visitor, Field field, int at) {
    int end = at;
    while (holds(end + 1L) && unsignedByte(end) != 0) {
      end++;
    }
    if (!holds(end + 1L)) {
      visitor.problem(isWhole() ? ENDLESS : Problem.TRUNCATED);
      return NO_END;
    }
    visitor.text(field, memory(), offset() + at, end - at);
    return end + 1;
  }

  private static String operationName(int operation) {
    return switch (operation) {
      case READ -> "read request";
      case WRITE -> "write request";
      case DATA -> "data";
      case ACKNOWLEDGMENT -> "acknowledgment";
      case ERROR -> "error";
      case OPTIONS -> "option acknowledgment";
      default -> "unknown";
    };
  }

  private static String errorName(int code) {
    return switch (code) {
      case 0 -> "not defined";
      case 1 -> "file not found";
      case 2 -> "access violation";
      case 3 -> "disk full";
      case 4 -> "illegal operation";
      case 5 -> "unknown transfer";
      case 6 -> "file already exists";
      case 7 -> "no such user";
      case 8 -> "option refused";
      default -> "unknown";
    };
  }
}
