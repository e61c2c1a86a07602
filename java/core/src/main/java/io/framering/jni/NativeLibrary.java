// SPDX-License-Identifier: Apache-2.0
package io.framering.jni;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scijava.nativelib.JniExtractor;
import org.scijava.nativelib.NativeLibraryUtil;

/**
 * Loads {@code libframering.so}, once: from the path in the system property {@value #PROPERTY}, or
 * from the jar.
 *
 * <p>native-lib-loader finds and loads it, but does not extract it. Its own extraction cleans up
 * old folders in the temp folder and follows symbolic links there, which lets any local user delete
 * files as root; merely initialising its {@code NativeLoader} starts that. Here the copy is in a
 * new private folder, and is deleted as soon as it is mapped.
 */
public final class NativeLibrary {
  /** System property: absolute path of the library to load instead of the one in the jar. */
  public static final String PROPERTY = "framering.library";

  private static final String NAME = "framering";

  // inode(7)
  private static final int OPEN_TO_ALL = 0002;
  private static final int STICKY = 01000;

  private static final String NAME_LIBRARY =
      "build libframering.so on this system and name it with -D"
          + PROPERTY
          + "=/absolute/path/libframering.so";
  private static final String NAME_FOLDER =
      "name another folder for it with -Djava.io.tmpdir=/absolute/path";

  private static volatile boolean loaded;

  private NativeLibrary() {}

  /**
   * Loads the library, if it is not loaded yet. Call it before each native method, not from a
   * static initializer: after a failed initializer, later uses of the class do not give the reason.
   *
   * @throws UnsatisfiedLinkError if that fails, at each call; the message says what to do
   */
  public static void load() {
    if (!loaded) {
      loadOnce();
    }
  }

  private static synchronized void loadOnce() {
    if (!loaded) {
      try {
        find();
        Native.link();
      } catch (IllegalCallerException e) {
        throw error(e, "start the JVM with --enable-native-access=" + callers());
      }
      loaded = true;
    }
  }

  private static void find() {
    String path = System.getProperty(PROPERTY);
    if (path == null) {
      loadCopy();
    } else {
      load(path, "-D" + PROPERTY + " must be the absolute path of a libframering.so");
    }
  }

  /** Those that need native access: one module loads the library, the other one calls it. */
  private static String callers() {
    return Stream.of(NativeLibrary.class, NativeLibraryUtil.class)
        .map(Class::getModule)
        .map(module -> module.isNamed() ? module.getName() : "ALL-UNNAMED")
        .distinct()
        .collect(Collectors.joining(","));
  }

  private static UnsatisfiedLinkError error(Throwable cause, String whatToDo) {
    return new UnsatisfiedLinkError(
        "cannot load the native library: " + cause.getMessage() + "; " + whatToDo);
  }

  private static void loadCopy() {
    try (PrivateCopy copy = new PrivateCopy()) {
      if (!NativeLibraryUtil.loadNativeLibrary(copy, NAME)) {
        if (copy.file == null) {
          throw new UnsatisfiedLinkError(
              "there is no native library for this processor ("
                  + System.getProperty("os.arch")
                  + ") in the jar; "
                  + NAME_LIBRARY);
        }
        // The loader hides the linker's reason. This call has it in its exception.
        load(
            copy.file.toString(),
            "where that is a file system without programs (noexec), "
                + NAME_FOLDER
                + "; where this system is too old for it, "
                + NAME_LIBRARY);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new UnsatisfiedLinkError(
          "cannot extract the native library: " + e + "; " + NAME_FOLDER + ", or " + NAME_LIBRARY);
    }
  }

  @SuppressWarnings("restricted") // loading a native library is what this class is for
  private static void load(String path, String whatToDo) {
    try {
      System.load(path);
    } catch (UnsatisfiedLinkError e) {
      throw error(e, whatToDo);
    }
  }

  /** The library, copied from the jar into a folder of mode 0700, until it is closed. */
  private static final class PrivateCopy implements JniExtractor, AutoCloseable {
    private final Path folder = Files.createTempDirectory(temp(), "framering");
    private Path file;

    private PrivateCopy() throws IOException {}

    /** In a world-writable folder that is not sticky, other users could replace our folder. */
    private static Path temp() throws IOException {
      Path temp = Path.of(System.getProperty("java.io.tmpdir"));
      if (((int) Files.getAttribute(temp, "unix:mode") & (OPEN_TO_ALL | STICKY)) == OPEN_TO_ALL) {
        throw new IOException(temp + ": everybody can replace files in it, since it is not sticky");
      }
      return temp;
    }

    /** Called by the loader for each possible location, until the result is not null. */
    @Override
    public File extractJni(String resourceFolder, String libraryName) {
      String fileName = System.mapLibraryName(libraryName);
      String resource = "/" + resourceFolder + fileName;
      try (InputStream library = NativeLibrary.class.getResourceAsStream(resource)) {
        if (library == null) {
          return null;
        }
        file = folder.resolve(fileName);
        Files.copy(library, file);
        return file.toFile();
      } catch (IOException e) {
        throw new UncheckedIOException(e); // the loader would swallow a plain one
      }
    }

    @Override
    public void extractRegistered() {
      // Nothing is registered: there is one library.
    }

    @Override
    public void close() throws IOException {
      if (file != null) {
        Files.deleteIfExists(file);
      }
      Files.delete(folder);
    }
  }
}
