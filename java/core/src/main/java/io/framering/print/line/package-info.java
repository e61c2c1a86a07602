/**
 * {@code line}: what tcpdump prints, byte for byte. One small printer per protocol.
 *
 * <p>A printer reads the bytes where they lie, through {@link
 * io.framering.print.line.CapturedBytes}, field by field and in tcpdump's order: a field that was
 * not captured ends the frame's line there, with a mark like {@code [|tcp]}, and all that was
 * printed before it stands. So what one call prints is read before that call prints.
 *
 * <p>Adding a protocol is one new {@link io.framering.print.line.ProtocolPrinter}, and one row in
 * {@link io.framering.print.line.Dispatch}.
 */
package io.framering.print.line;
