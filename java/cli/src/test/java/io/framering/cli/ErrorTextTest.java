// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.framering.capture.CaptureStatistics;
import io.framering.echo.EchoPrinter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Exceptions that say nothing, or only a path. */
class ErrorTextTest {
  static List<IOException> silent() {
    return List.of(
        new IOException(),
        new IOException(""),
        new ClosedChannelException(),
        new ClosedByInterruptException(),
        new IOException((Throwable) null));
  }

  @ParameterizedTest
  @MethodSource("silent")
  void oneWithoutAMessageIsNamed(IOException silent) {
    assertThat(ErrorText.of(silent)).isEqualTo(silent.getClass().getSimpleName());
    assertThat(ErrorText.of(new UncheckedIOException(silent))).doesNotEndWith("null").isNotBlank();
  }

  @Test
  void oneWhoseMessageIsAPathSaysWhatIsWrongWithIt() {
    assertThat(ErrorText.of(new AccessDeniedException("/a"))).isEqualTo("Permission denied");
    assertThat(ErrorText.of(new FileSystemException("/a", null, "Too many links")))
        .isEqualTo("Too many links");
    assertThat(ErrorText.of(new DirectoryNotEmptyException("/a")))
        .isEqualTo("DirectoryNotEmptyException: /a");
    assertThat(ErrorText.of(new IOException("No space left"))).isEqualTo("No space left");
  }

  @ParameterizedTest
  @MethodSource("silent")
  void fileOfAnOption(IOException silent) throws Exception {
    InputStream in = mock(InputStream.class);
    when(in.readAllBytes()).thenThrow(silent);
    assertThatThrownBy(() -> TextFile.read("-F", "-", in))
        .hasMessage("-F -: " + silent.getClass().getSimpleName());
    assertThatThrownBy(() -> TextFile.read("-F", "/", new ByteArrayInputStream(new byte[0])))
        .hasMessage("-F /: Is a directory");
  }

  @ParameterizedTest
  @MethodSource("silent")
  void exchangeOfTheDemo(IOException silent) {
    CompletableFuture<byte[]> answer = CompletableFuture.failedFuture(silent);
    DemoWitness witness = new DemoWitness(7, DemoExchange.MESSAGE);
    assertThatThrownBy(() -> DemoCommand.check(answer, witness, new CaptureStatistics(0, 0, 0)))
        .hasMessageStartingWith(
            "the exchange failed: " + silent.getClass().getSimpleName() + "; not seen: ");
  }

  @Test
  void standardOutput() throws Exception {
    FileChannel full = mock(FileChannel.class);
    when(full.write(any(ByteBuffer.class))).thenThrow(new IOException());
    StandardOutput out = new StandardOutput(full, () -> false);
    assertThatThrownBy(() -> out.write(ByteBuffer.allocate(9)))
        .hasMessage("standard output: IOException");
  }

  @Test
  void serverThatFailsToAccept() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    new EchoPrinter(System.out, new PrintStream(err), false).acceptFailing(new IOException());
    assertThat(err.toString()).startsWith("can't accept connections for now (IOException)");
  }
}
