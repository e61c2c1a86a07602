// SPDX-License-Identifier: Apache-2.0
/** Text for people and terminals. */
package io.framering.cli.text;
