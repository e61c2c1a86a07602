// SPDX-License-Identifier: Apache-2.0
/**
 * The border to C: the native library, its methods and constants, and the memory of a ring with the
 * frames in it. For this module alone; but on the class path anyone can call it, so no public
 * method takes or returns an address, and no order of calls reaches unmapped memory.
 */
package io.framering.jni;
