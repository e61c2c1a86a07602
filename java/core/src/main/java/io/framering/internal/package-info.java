// SPDX-License-Identifier: Apache-2.0
/**
 * What captures and files share, so that neither depends on the other: the base of lent batches,
 * the interface through which a batch encodes its own records, and waits that outlast interrupts.
 * It is not exported; on the class path anyone can call it, so it checks its arguments.
 */
package io.framering.internal;
