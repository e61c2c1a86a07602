// SPDX-License-Identifier: Apache-2.0
/**
 * Measurements: {@link io.framering.bench.CaptureBench} captures from an interface and reports the
 * cost; {@code scripts/bench} compares it with other tools. The JMH benchmarks measure single
 * parts. Nothing here is shipped.
 */
package io.framering.bench;
