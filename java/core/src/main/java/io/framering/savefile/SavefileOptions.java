package io.framering.savefile;

import io.framering.frame.LinkType;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * How to write a capture file. Start from {@link #of} and change what matters; each change gives
 * new options and leaves the old ones as they are:
 *
 * <pre>{@code
 * SavefileOptions.of(SavefileFormat.PCAPNG).snapLength(128)
 * }</pre>
 */
public final class SavefileOptions implements Cloneable {
  /** What tcpdump captures of a frame when no other length is asked for. */
  public static final int MAXIMUM_SNAP_LENGTH = 262_144;

  private final SavefileFormat format;

  // Changed in with() alone, before anyone else has the copy.
  private int linkTypeNumber = -1;
  private int snapLength = MAXIMUM_SNAP_LENGTH;
  private boolean flushEach;
  private String application = "framering";
  private IntFunction<String> interfaceNames = index -> "";
  private Set<PosixFilePermission> permissions =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private SavefileOptions(SavefileFormat format) {
    this.format = Objects.requireNonNull(format);
  }

  /** The defaults for this format. */
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

  /** The file format. */
  public SavefileFormat format() {
    return format;
  }

  /** {@link #linkTypeNumber(int)}, of one that is decoded. */
  public SavefileOptions linkType(LinkType value) {
    return linkTypeNumber(value.number());
  }

  /**
   * LINKTYPE_ value of a pcap file, which has only one; -1, the default: that of the first
   * interface or frame that is written. pcapng needs none.
   */
  public SavefileOptions linkTypeNumber(int value) {
    return with(copy -> copy.linkTypeNumber = value);
  }

  /** See {@link #linkTypeNumber(int)}. */
  public int linkTypeNumber() {
    return linkTypeNumber;
  }

  /**
   * What the file says of the most bytes captured of a frame, where {@link SavefileWriter#add} does
   * not say it: 1 or more; default {@value #MAXIMUM_SNAP_LENGTH}.
   *
   * @throws IllegalArgumentException when it is less than 1
   */
  public SavefileOptions snapLength(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("snap length " + value + ": must be 1 or more");
    }
    return with(copy -> copy.snapLength = value);
  }

  /** See {@link #snapLength(int)}. */
  public int snapLength() {
    return snapLength;
  }

  /**
   * Whether each frame goes into the file at once, as {@code tcpdump -U} does it; default false:
   * one write system call for many frames.
   */
  public SavefileOptions flushEach(boolean on) {
    return with(copy -> copy.flushEach = on);
  }

  /** See {@link #flushEach(boolean)}. */
  public boolean flushEach() {
    return flushEach;
  }

  /** What the file says it was written by; pcapng only; default "framering". */
  public SavefileOptions application(String name) {
    Objects.requireNonNull(name);
    return with(copy -> copy.application = name);
  }

  /** See {@link #application(String)}. */
  public String application() {
    return application;
  }

  /**
   * Names of interfaces by their {@link io.framering.frame.Frame#interfaceIndex()}, for those that
   * were not {@linkplain SavefileWriter#add added}; default: none have a name.
   */
  public SavefileOptions interfaceNames(IntFunction<String> names) {
    Objects.requireNonNull(names);
    return with(copy -> copy.interfaceNames = names);
  }

  /** See {@link #interfaceNames(IntFunction)}. */
  public IntFunction<String> interfaceNames() {
    return interfaceNames;
  }

  /**
   * Permissions of a file that is made, less what the process's umask takes away; default: its
   * owner alone may read and write it (0600). A file that is there keeps its own.
   */
  public SavefileOptions permissions(Set<PosixFilePermission> value) {
    Set<PosixFilePermission> kept = Set.copyOf(value);
    return with(copy -> copy.permissions = kept);
  }

  /** See {@link #permissions(Set)}. */
  public Set<PosixFilePermission> permissions() {
    return permissions;
  }
}
