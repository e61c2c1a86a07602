// SPDX-License-Identifier: Apache-2.0
/**
 * Fuzz targets: programs that are given any bytes there may be, and throw when something is wrong.
 *
 * <p>Each class that ends in {@code Fuzz} is one, here and in other packages where it needs what is
 * theirs: {@link io.framering.fuzz.Target} names them. Jazzer runs them for as long as one likes,
 * see {@code scripts/fuzz}; {@link io.framering.fuzz.FuzzRegressionTest} gives them {@link
 * io.framering.fuzz.Seeds}, and what made them fail once, at each test run.
 */
package io.framering.fuzz;
