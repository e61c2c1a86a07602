/**
 * What all printed formats share: the buffer they write to, the options they read, and how times,
 * addresses and bytes look.
 */
package io.framering.print.text;
