// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Opens an output file safely in folders where other users can create files.
 *
 * <p>In a folder that everybody can write to, such as {@code /tmp}, the name may be a symbolic link
 * that leads a privileged writer to a system file, or a file whose owner can read the output. In
 * sticky folders Linux refuses both if fs.protected_symlinks and fs.protected_regular are set; this
 * class always refuses them. (If the folder is not sticky, another user may still replace an
 * existing file in a race.)
 */
final class OutputFile {
  private static final int WRITABLE_BY_OTHERS = 0002;

  private static final Set<OpenOption> MADE_OR_EMPTIED =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING);

  private static final Set<OpenOption> MADE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private static final Set<OpenOption> EMPTIED =
      Set.of(
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING,
          LinkOption.NOFOLLOW_LINKS);

  private static final List<String> COMPRESSED =
      List.of(".gz", ".zst", ".zstd", ".xz", ".lz4", ".bz2", ".lzma", ".z", ".br");

  private OutputFile() {}

  /**
   * Creates the file, or truncates an existing one.
   *
   * @param options for the permissions of a new file
   */
  static FileChannel open(Path path, SavefileOptions options) throws IOException {
    checkName(path.toString(), options);
    var attributes = PosixFilePermissions.asFileAttribute(options.permissions());
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || !isOpenToAll(folder)) {
      return FileChannel.open(path, MADE_OR_EMPTIED, attributes);
    }
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      try {
        return FileChannel.open(path, MADE, attributes);
      } catch (FileAlreadyExistsException e) {
        // Another process was faster: checked like any existing file.
      }
    }
    checkThatItIsOurs(path, folder);
    // Not created here: a file of another user would be mistaken for a new one.
    return FileChannel.open(path, EMPTIED);
  }

  /** Refuses a name that implies compression for a file that is not compressed. */
  static void checkName(String name, SavefileOptions options) throws IOException {
    String suffix = compressionSuffix(name);
    if (options.compressor() == null && !suffix.isEmpty()) {
      String plain = name.substring(0, name.length() - suffix.length());
      throw new FileSystemException(
          name, null, "no compressor for " + suffix + "; write " + plain + " and compress it");
    }
  }

  /** The end of a file's name that implies compression; empty if there is none. */
  static String compressionSuffix(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (String suffix : COMPRESSED) {
      if (lower.endsWith(suffix)) {
        return name.substring(name.length() - suffix.length());
      }
    }
    return "";
  }

  private static boolean isOpenToAll(Path folder) throws IOException {
    return ((int) Files.getAttribute(folder, "unix:mode") & WRITABLE_BY_OTHERS) != 0;
  }

  private static void checkThatItIsOurs(Path path, Path folder) throws IOException {
    if (Files.isSymbolicLink(path)) {
      throw new FileSystemException(
          path.toString(),
          null,
          "a symbolic link in a folder that everybody may write to; name the file that it leads to");
    }
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      int owner = owner(path);
      if (owner != user() && owner != owner(folder)) {
        throw new FileSystemException(
            path.toString(),
            null,
            "another user's file in a folder that everybody may write to; remove it, or write"
                + " elsewhere");
      }
    }
  }

  private static int owner(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  /** The effective user ID: the second of four numbers after {@code Uid:}. */
  private static int user() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("Uid:"))
          .map(line -> Integer.parseUnsignedInt(line.split("\\s+")[2]))
          .findFirst()
          .orElseThrow(() -> new IOException("/proc/self/status: no Uid"));
    }
  }
}
