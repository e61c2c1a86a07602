// SPDX-License-Identifier: Apache-2.0
/** Sends frames from an interface, as their bytes are. */
package io.framering.transmit;
