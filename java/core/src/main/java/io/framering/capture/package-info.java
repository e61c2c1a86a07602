/**
 * Live capture from an AF_PACKET ring.
 *
 * <p>What counts here, in this order: nothing a program does through this package can crash the
 * JVM; no lost frame goes unreported; a frame costs no copy, no allocation and no native call of
 * its own.
 *
 * <p>Not promised: capture anywhere but on Linux, and several threads reading one {@link
 * io.framering.capture.Capture} at once.
 */
package io.framering.capture;
