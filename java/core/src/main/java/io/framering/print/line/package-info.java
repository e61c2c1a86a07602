// SPDX-License-Identifier: Apache-2.0
/**
 * {@code line}: tcpdump's output, byte for byte. One small printer per protocol.
 *
 * <p>A printer reads the bytes in place, through {@link io.framering.print.line.CapturedBytes},
 * field by field in tcpdump's order. A field that was not captured ends the frame's line there with
 * a mark like {@code [|tcp]}, after the text printed so far. So each call reads all its fields
 * before it prints.
 *
 * <p>Adding a protocol is one new {@link io.framering.print.line.ProtocolPrinter}, and one row in
 * {@link io.framering.print.line.Dispatch}.
 */
package io.framering.print.line;
