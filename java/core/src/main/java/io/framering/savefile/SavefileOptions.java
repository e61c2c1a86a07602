package io.framering.savefile;

import io.framering.frame.LinkType;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * How to write a capture file. Start from {@link #of} and change what matters:
 *
 * <pre>{@code
 * SavefileOptions.of(SavefileFormat.PCAPNG).snapLength(128)
 * }</pre>
 *
 * @param format the file format
 * @param linkTypeNumber LINKTYPE_ value of a pcap file, which has only one; -1, the default: that
 *     of the first interface or frame that is written. pcapng needs none
 * @param snapLength what the file says of the most bytes captured of a frame, where {@link
 *     SavefileWriter#add} does not say it; 1 or more; default {@value #MAXIMUM_SNAP_LENGTH}
 * @param flushEach whether each frame goes into the file at once, as {@code tcpdump -U} does it;
 *     default false: one write system call for many frames
 * @param application what the file says it was written by; pcapng only; default "framering"
 * @param interfaceNames names of interfaces by their {@link
 *     io.framering.frame.Frame#interfaceIndex()}, for those that were not {@linkplain
 *     SavefileWriter#add added}; default: none have a name
 * @param permissions of a file that is made, less what the process's umask takes away; default: its
 *     owner alone may read and write it (0600). A file that is there keeps its own
 */
public record SavefileOptions(
    SavefileFormat format,
    int linkTypeNumber,
    int snapLength,
    boolean flushEach,
    String application,
    IntFunction<String> interfaceNames,
    Set<PosixFilePermission> permissions) {
  /** What tcpdump captures of a frame when it is not told otherwise. */
  public static final int MAXIMUM_SNAP_LENGTH = 262_144;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  /** Checks the ranges given above. */
  public SavefileOptions {
    Objects.requireNonNull(format);
    Objects.requireNonNull(application);
    Objects.requireNonNull(interfaceNames);
    permissions = Set.copyOf(permissions);
    if (snapLength < 1) {
      throw new IllegalArgumentException("snap length " + snapLength + ": must be 1 or more");
    }
  }

  /** The defaults for this format. */
  public static SavefileOptions of(SavefileFormat format) {
    return new SavefileOptions(
        format, -1, MAXIMUM_SNAP_LENGTH, false, "framering", index -> "", OWNER_ONLY);
  }

  /** These options with another link type. */
  public SavefileOptions linkType(LinkType value) {
    return linkTypeNumber(value.number());
  }

  /** These options with another link type. */
  public SavefileOptions linkTypeNumber(int value) {
    return new SavefileOptions(
        format, value, snapLength, flushEach, application, interfaceNames, permissions);
  }

  /** These options with another snap length. */
  public SavefileOptions snapLength(int value) {
    return new SavefileOptions(
        format, linkTypeNumber, value, flushEach, application, interfaceNames, permissions);
  }

  /** These options with another answer to whether each frame is flushed. */
  public SavefileOptions flushEach(boolean value) {
    return new SavefileOptions(
        format, linkTypeNumber, snapLength, value, application, interfaceNames, permissions);
  }

  /** These options with another name of the writing program. */
  public SavefileOptions application(String value) {
    return new SavefileOptions(
        format, linkTypeNumber, snapLength, flushEach, value, interfaceNames, permissions);
  }

  /** These options with other names of interfaces. */
  public SavefileOptions interfaceNames(IntFunction<String> value) {
    return new SavefileOptions(
        format, linkTypeNumber, snapLength, flushEach, application, value, permissions);
  }

  /** These options with other permissions of a file that is made. */
  public SavefileOptions permissions(Set<PosixFilePermission> value) {
    return new SavefileOptions(
        format, linkTypeNumber, snapLength, flushEach, application, interfaceNames, value);
  }
}
