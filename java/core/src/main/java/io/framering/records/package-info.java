/**
 * How a capture writes records of a capture file by itself, though neither knows of the other. For
 * this module alone; but on the class path anyone can call it, so it checks its arguments.
 */
package io.framering.records;
