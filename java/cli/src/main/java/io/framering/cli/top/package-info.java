// SPDX-License-Identifier: Apache-2.0
/**
 * {@code framering top}: {@link io.framering.cli.top.TopModel} makes rates of counts, {@link
 * io.framering.cli.top.TopView} makes lines of rates, {@link io.framering.cli.top.TopControls} says
 * which, and {@link io.framering.cli.top.TopScreen} alone knows a terminal.
 */
package io.framering.cli.top;
