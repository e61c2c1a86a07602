// SPDX-License-Identifier: Apache-2.0
/**
 * The page that {@code framering report} writes: {@link io.framering.cli.report.Report} counts
 * frames, {@link io.framering.cli.report.Page} writes what was counted.
 *
 * <p>Memory is bounded whatever the length of the files. Names from packets never become markup:
 * they are in the page as JSON in which nothing can end the script element, and the page's script
 * writes them as text only.
 */
package io.framering.cli.report;
