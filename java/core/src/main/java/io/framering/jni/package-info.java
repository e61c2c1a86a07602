/**
 * The border to C: the native library, its constants, and the calls that need no ring. For this
 * module alone; but on the class path anyone can call it, so nothing in it takes an address.
 */
package io.framering.jni;
