// SPDX-License-Identifier: Apache-2.0
/** Flows as text: the table, json and csv of {@code framering flows}. */
package io.framering.cli.flows;
