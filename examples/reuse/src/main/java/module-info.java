// SPDX-License-Identifier: Apache-2.0
/** Counts frames: an application that uses the library, and nothing else of Framering. */
module com.example.count {
  requires io.framering;
}
