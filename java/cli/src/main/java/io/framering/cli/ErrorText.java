// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * Why something failed, for a message. Some exceptions have no text, and some only a path.
 *
 * <p>The echo server has its own, for connections only: its module depends on no other of ours, and
 * messages are not part of its API.
 */
final class ErrorText {
  private ErrorText() {}

  static String of(Throwable e) {
    String kind = e.getClass().getSimpleName();
    return switch (e) {
      case NoSuchFileException _ -> "no such file";
      case AccessDeniedException _ -> "Permission denied";
      case FileSystemException file when file.getReason() != null -> file.getReason();
      case FileSystemException file -> kind + ": " + file.getFile();
      default -> e.getMessage() == null || e.getMessage().isBlank() ? kind : e.getMessage();
    };
  }
}
