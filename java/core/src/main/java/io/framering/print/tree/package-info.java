// SPDX-License-Identifier: Apache-2.0
/** The formats {@code classic} and {@code tree}: a block of lines for each header. */
package io.framering.print.tree;
