// SPDX-License-Identifier: Apache-2.0
/**
 * Builds packets: headers are written into memory of the caller, and lengths, checksums and the
 * numbers that name the next header are filled in unless they are given. {@link
 * io.framering.packet} reads what is built here.
 */
package io.framering.build;
