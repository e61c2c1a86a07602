/**
 * The framering command: one class for each subcommand, and {@link io.framering.cli.Main} with the
 * table of them.
 *
 * <p>What counts here, in this order: what is printed is true; nothing captured is lost on the way
 * out; a user of tcpdump is at home.
 */
package io.framering.cli;
