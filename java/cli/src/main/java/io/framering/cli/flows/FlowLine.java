// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.flows;

import io.framering.flow.Flow;

/**
 * A flow as it is written.
 *
 * @param flow the flow
 * @param endReason why it is written now: see {@link FlowFields}
 * @param interfaceName the name of its interface; null if flows are not counted by interface
 */
public record FlowLine(Flow flow, String endReason, String interfaceName) {}
