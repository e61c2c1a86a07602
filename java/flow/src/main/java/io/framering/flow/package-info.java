// SPDX-License-Identifier: Apache-2.0
/**
 * Flows of captured packets.
 *
 * <p>Priorities, in this order: no packet, however broken or hostile, makes a class here throw,
 * loop, or use more memory than its options allow; a number that is reported is right; nothing is
 * allocated per packet; speed.
 *
 * <p>Not promised: that a flow is complete. A table sees only the packets that it is given, and
 * ends a flow early if it has no room. Tables are not thread-safe.
 */
package io.framering.flow;
