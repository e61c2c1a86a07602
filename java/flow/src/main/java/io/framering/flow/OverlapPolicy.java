// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

/**
 * Which bytes are used where two packets claim the same place. Honest senders repeat the same
 * bytes; others may try to show an observer something else than the receiver.
 */
public enum OverlapPolicy {
  /** The bytes that came first stay. */
  FIRST,
  /** The bytes that came last replace earlier ones, if those have not been handed on yet. */
  LAST
}
