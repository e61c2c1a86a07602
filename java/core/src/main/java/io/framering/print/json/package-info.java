/** The format {@code json}: an object and a line for each frame. */
package io.framering.print.json;
