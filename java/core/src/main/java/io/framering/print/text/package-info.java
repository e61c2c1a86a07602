// SPDX-License-Identifier: Apache-2.0
/**
 * Shared parts of the output formats: text buffer, options, and the text of times, addresses and
 * bytes.
 */
package io.framering.print.text;
