// SPDX-License-Identifier: Apache-2.0
/**
 * The framering command: one class for each subcommand, and {@link io.framering.cli.Main} with the
 * table of them.
 *
 * <p>Priorities, in this order: the output is true; no captured packet is lost on its way out;
 * users of tcpdump feel at home.
 */
package io.framering.cli;
