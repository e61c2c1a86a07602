/**
 * The echo protocol (RFC 862) over TCP and UDP: a server, a client that checks the answer, and a
 * load generator.
 *
 * <p>What counts here, in this order: every byte comes back once, in order; one peer, however slow
 * or rude, harms no other; memory is bounded; speed.
 *
 * <p>Not promised: encryption, authentication, or that a server open to a network is harmless
 * there. An echo server is for networks one knows.
 */
package io.framering.echo;
