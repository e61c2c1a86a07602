/**
 * The printed formats: frames as text, written into a reused buffer.
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
 * <p>What counts here, in this order: what is printed is true, and says so when it can't be whole;
 * no byte of a packet reaches the terminal as it is; printing a frame allocates nothing.
 *
 * <p>Not promised: that {@code tree} stays the same from release to release (it is for people, and
 * gains protocols; {@code classic} is fixed), and sharing a printer or a buffer between threads.
 *
 * <p>Adding a format is one new {@link io.framering.print.text.TextPrinter}, and one row in {@link
 * io.framering.print.OutputFormat}.
 */
package io.framering.print;
