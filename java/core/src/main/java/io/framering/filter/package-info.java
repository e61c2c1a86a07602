// SPDX-License-Identifier: Apache-2.0
/**
 * Filters: pcap-filter(7) expressions, compiled by libpcap to classic BPF, and run by the kernel or
 * by Java.
 *
 * <p>An {@link io.framering.filter.FilterExpression} is text. For a link type it becomes a {@link
 * io.framering.filter.Filter}, which selects frames of a file; a capture has its expression
 * attached in the kernel. VLAN tags that the kernel removes from a frame are seen by a filter as on
 * the wire.
 */
package io.framering.filter;
