// SPDX-License-Identifier: Apache-2.0
/**
 * An echo server, a client and a load generator, on virtual threads.
 *
 * <p>Start at {@link io.framering.echo.EchoServer} or {@link io.framering.echo.EchoClient}.
 */
module io.framering.echo {
  exports io.framering.echo;
}
