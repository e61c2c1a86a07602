// SPDX-License-Identifier: Apache-2.0
/** The format {@code json}: one object per frame and line. */
package io.framering.print.json;
