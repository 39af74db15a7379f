package org.stepcast.estimator.feature;

import org.stepcast.core.operator.OptimizerStep;

/** A fused Adam step: states of each tensor are made ready on the host, then kernels stream chunks of all tensors. */
final class OptimizerFeatures {

    /** Elements that a block of a multi-tensor kernel works through. Source: NVIDIA Apex, multi_tensor_apply.cuh. */
    private static final double CHUNK_ELEMENTS = 65536;

    private static final double TOUCHED_COPIES = 7;
    private static final double ZEROED_COPIES = 2;

    private OptimizerFeatures() {}

    static void describe(OptimizerStep step, RowWriter row) {
        Situation situation = row.situation();
        double parameters = step.parameterCount();
        double copy = situation.memoryMicros(situation.precision().byteCount() * parameters);
        double largestShare = step.largestTensorParameterCount() / parameters;
        row.hostTerm("launch", 1);
        row.hostTerm("tensors", (double) step.tensorCount());
        row.deviceTerm("bytes", TOUCHED_COPIES * copy);
        row.deviceTerm("zeroedStates", ZEROED_COPIES * copy);
        row.deviceTerm("chunks", parameters / CHUNK_ELEMENTS / situation.multiprocessorCount());
        row.deviceTerm("largest", TOUCHED_COPIES * largestShare * copy);
        row.dimension("parameters", step.parameterCount());
        row.dimension("tensors", step.tensorCount());
        row.bareDimension("largestParameters", step.largestTensorParameterCount());
        row.feature("largestShare", largestShare);
        row.feature("meanParameters.log2", RowWriter.log2(parameters / step.tensorCount()));
    }
}
