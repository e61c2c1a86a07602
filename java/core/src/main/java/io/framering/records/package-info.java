/**
 * The interface through which captures encode records of a capture file, without either package
 * depending on the other. It is internal to this module; on the class path anyone can call it, so
 * it checks its arguments.
 */
package io.framering.records;
