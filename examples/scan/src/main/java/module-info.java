// SPDX-License-Identifier: Apache-2.0
/** An ARP scan and a traceroute over raw frames: applications that use the library. */
module com.example.scan {
  requires io.framering;
}
