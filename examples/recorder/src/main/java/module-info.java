// SPDX-License-Identifier: Apache-2.0
/** Records an interface into files that rotate: an application that uses the library. */
module com.example.recorder {
  requires io.framering;
}
