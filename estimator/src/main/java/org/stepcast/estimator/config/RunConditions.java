package org.stepcast.estimator.config;

import java.util.OptionalDouble;

/**
 * What a run meets besides its steps; empty for what the file leaves to the defaults of estimator.run.
 *
 * @param deviceFailureRate failures of one device in an hour that stop the job
 * @param restartSeconds from a failure to the next step, work done again not counted
 * @param checkpointBytesPerSecond what all devices together write to storage
 * @param checkpointSeconds training between two checkpoints
 * @param powerFactor power of a device with its share of the node, by the limit of the board
 * @param overheadFactor power usage effectiveness (PUE): power of the site by that of its nodes
 */
public record RunConditions(
        OptionalDouble deviceFailureRate,
        OptionalDouble restartSeconds,
        OptionalDouble checkpointBytesPerSecond,
        OptionalDouble checkpointSeconds,
        OptionalDouble powerFactor,
        OptionalDouble overheadFactor) {

    /** Nothing given. */
    public static RunConditions unknown() {
        OptionalDouble none = OptionalDouble.empty();
        return new RunConditions(none, none, none, none, none, none);
    }
}
