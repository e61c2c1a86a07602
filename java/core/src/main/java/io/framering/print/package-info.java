// SPDX-License-Identifier: Apache-2.0
/**
 * The output formats: frames as text, written into a reused buffer.
 *
 * <pre>{@code
 * FramePrinter printer = OutputFormat.TREE.printer(PrintOptions.defaults());
 * TextBuffer text = new TextBuffer();
 *
 * capture.run(frame -> {
 *   printer.print(frame, text);
 *   if (text.length() > 64 * 1024) {
 *     text.writeTo(standardOutput);
 *   }
 * });
 * }</pre>
 *
 * <p>Priorities, in this order: the output is true, and says if it is incomplete; no byte of a
 * packet reaches the terminal unescaped; printing a frame allocates nothing.
 *
 * <p>Not promised: that the output of {@code tree} stays the same between releases (it is for
 * people, and protocols are added; {@code classic} never changes), and sharing a printer or a
 * buffer between threads.
 *
 * <p>Adding a format is one new {@link io.framering.print.text.TextPrinter}, and one row in {@link
 * io.framering.print.OutputFormat}.
 */
package io.framering.print;
