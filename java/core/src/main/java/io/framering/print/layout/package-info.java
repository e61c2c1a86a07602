// SPDX-License-Identifier: Apache-2.0
/**
 * Text that is laid out once for similar frames and then filled with values: for {@code tree} and
 * {@code json}.
 *
 * <pre>
 *   header.describe(fields)      fields (FieldVisitor) takes from each header what the format shows
 *          |
 *          v
 *       Notes                    kinds and fields: the shape;  numbers: the values
 *          |
 *       shape known?  --no--&gt;  Composer writes the fixed text once, with places for the values
 *          |yes                          |
 *          v                             v
 *       Layouts  &lt;----- kept ------  Layout
 *          |
 *          v
 *       TextBuffer               fixed text, value, fixed text, value, ...
 * </pre>
 *
 * <p>Frames of one kind of traffic have few shapes, so nearly all text is copied and only the
 * values are formatted.
 */
package io.framering.print.layout;
