/**
 * Measurements: {@link io.framering.bench.CaptureBench} captures from an interface and tells what
 * that cost, and is what {@code scripts/bench} compares with other tools; the JMH benchmarks
 * measure parts alone. Nothing here is shipped.
 */
package io.framering.bench;
