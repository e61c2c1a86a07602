// SPDX-License-Identifier: Apache-2.0
/**
 * The echo protocol (RFC 862) over TCP and UDP: a server, a client that checks the reply, and a
 * load generator.
 *
 * <p>Priorities, in this order: every byte comes back once, in order; no peer, however slow or
 * hostile, affects others; memory is bounded; speed.
 *
 * <p>Not promised: encryption, authentication, or that a server is harmless on an open network. Run
 * an echo server only in trusted networks.
 */
package io.framering.echo;
