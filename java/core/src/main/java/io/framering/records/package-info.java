/**
 * How a capture writes records of a capture file by itself, though neither knows of the other. For
 * this module alone: it takes addresses, and believes what it is told.
 */
package io.framering.records;
