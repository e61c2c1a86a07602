// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import io.framering.frame.LinkType;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Options for writing a capture file. Start from {@link #of} and change single options; each change
 * returns new options and does not modify the old ones:
 *
 * <pre>{@code
 * SavefileOptions.of(SavefileFormat.PCAPNG).snapLength(128)
 * }</pre>
 */
public final class SavefileOptions implements Cloneable {
  /** The default snap length of tcpdump. */
  public static final int MAXIMUM_SNAP_LENGTH = 262_144;

  private final SavefileFormat format;

  // Changed only in with(), before the copy is published.
  private int linkTypeNumber = -1;
  private int snapLength = MAXIMUM_SNAP_LENGTH;
  private boolean flushEach;
  private Compressor compressor;
  private String application = "framering";
  private String comment = "";
  private IntFunction<String> interfaceNames = index -> "";
  private Set<PosixFilePermission> permissions =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private SavefileOptions(SavefileFormat format) {
    this.format = Objects.requireNonNull(format);
  }

  /**
   * {@return the defaults for this format}
   *
   * @param format the file format
   */
  public static SavefileOptions of(SavefileFormat format) {
    return new SavefileOptions(format);
  }

  private SavefileOptions with(Consumer<SavefileOptions> change) {
    try {
      SavefileOptions copy = (SavefileOptions) clone();
      change.accept(copy);
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  /** {@return the file format} */
  public SavefileFormat format() {
    return format;
  }

  /**
   * Sets {@link #linkTypeNumber(int)} to a decoded link type.
   *
   * @param value the link type
   * @return a copy of these options with this setting
   */
  public SavefileOptions linkType(LinkType value) {
    return linkTypeNumber(value.number());
  }

  /**
   * Sets the LINKTYPE_ value of a pcap file, which has only one; -1, the default, uses that of the
   * first interface or frame. pcapng ignores it.
   *
   * @param value a LINKTYPE_ value, or -1
   * @return a copy of these options with this setting
   */
  public SavefileOptions linkTypeNumber(int value) {
    return with(copy -> copy.linkTypeNumber = value);
  }

  /** {@return the value of {@link #linkTypeNumber(int)}} */
  public int linkTypeNumber() {
    return linkTypeNumber;
  }

  /**
   * Sets the snap length stored in the file for interfaces that {@link SavefileWriter#add} does not
   * describe: 1 or more; default {@value #MAXIMUM_SNAP_LENGTH}.
   *
   * @param value bytes, 1 or more
   * @return a copy of these options with this setting
   * @throws IllegalArgumentException if it is less than 1
   */
  public SavefileOptions snapLength(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("snap length " + value + ": must be 1 or more");
    }
    return with(copy -> copy.snapLength = value);
  }

  /** {@return the value of {@link #snapLength(int)}} */
  public int snapLength() {
    return snapLength;
  }

  /**
   * Sets whether each frame is written to the file at once, as with {@code tcpdump -U}; default
   * false: one write system call for many frames.
   *
   * @param on whether that is so
   * @return a copy of these options with this setting
   */
  public SavefileOptions flushEach(boolean on) {
    return with(copy -> copy.flushEach = on);
  }

  /** {@return the value of {@link #flushEach(boolean)}} */
  public boolean flushEach() {
    return flushEach;
  }

  /**
   * Sets the compression; null, the default: none. The writer appends no suffix to the file's name,
   * and refuses a name that implies compression if there is none. {@link SavefileWriter#bytes()}
   * and {@link Rotation#bytes()} count uncompressed bytes.
   *
   * @param value the compressor, or null
   * @return a copy of these options with this setting
   */
  public SavefileOptions compressor(Compressor value) {
    return with(copy -> copy.compressor = value);
  }

  /** {@return the setting of {@link #compressor(Compressor)}} */
  public Compressor compressor() {
    return compressor;
  }

  /**
   * Sets the name of the writing application in a pcapng file; default "framering".
   *
   * @param name the name
   * @return a copy of these options with this setting
   */
  public SavefileOptions application(String name) {
    Objects.requireNonNull(name);
    return with(copy -> copy.application = name);
  }

  /** {@return the value of {@link #application(String)}} */
  public String application() {
    return application;
  }

  /**
   * Sets a comment on the whole recording, in the first section of each pcapng file; empty, the
   * default: none. In a copy of a file it follows the comments of that file. pcap ignores it.
   *
   * @param text the comment
   * @return a copy of these options with this setting
   * @throws IllegalArgumentException if it has more than 65,535 bytes in UTF-8
   */
  public SavefileOptions comment(String text) {
    RecordBuffer.comment(text);
    return with(copy -> copy.comment = text);
  }

  /** {@return the value of {@link #comment(String)}} */
  public String comment() {
    return comment;
  }

  /**
   * Sets the names of interfaces by {@link io.framering.frame.Frame#interfaceIndex()}, for
   * interfaces that were not {@linkplain SavefileWriter#add added}; default: no names.
   *
   * @param names returns the name of an index
   * @return a copy of these options with this setting
   */
  public SavefileOptions interfaceNames(IntFunction<String> names) {
    Objects.requireNonNull(names);
    return with(copy -> copy.interfaceNames = names);
  }

  /** {@return the value of {@link #interfaceNames(IntFunction)}} */
  public IntFunction<String> interfaceNames() {
    return interfaceNames;
  }

  /**
   * Sets the permissions of new files, minus the bits of the process's umask; default: only the
   * owner can read and write (0600). An existing file keeps its permissions.
   *
   * @param value the permissions
   * @return a copy of these options with this setting
   */
  public SavefileOptions permissions(Set<PosixFilePermission> value) {
    Set<PosixFilePermission> kept = Set.copyOf(value);
    return with(copy -> copy.permissions = kept);
  }

  /** {@return the value of {@link #permissions(Set)}} */
  public Set<PosixFilePermission> permissions() {
    return permissions;
  }
}
