// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is named by an option and read as a whole. */
final class TextFile {
  private static final String STANDARD_INPUT = "-";

  private TextFile() {}

  /**
   * Reads the file.
   *
   * @param option for the error message
   * @param in standard input, for {@code -}
   */
  static String read(String option, String file, InputStream in) {
    try {
      byte[] bytes =
          file.equals(STANDARD_INPUT) ? in.readAllBytes() : Files.readAllBytes(Path.of(file));
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new Failure(option + " " + file + ": " + ErrorText.of(e));
    }
  }
}
