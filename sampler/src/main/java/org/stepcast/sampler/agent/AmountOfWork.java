package org.stepcast.sampler.agent;

import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.OptimizerStep;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.operator.Work;

/** One number for the work of a shape, FLOPs and bytes together: times of one operator are about proportional to it. */
final class AmountOfWork {

    /** Work that a byte is worth in FLOPs: processors do about so many in the time of one. */
    private static final double FLOPS_PER_BYTE = 8;

    private AmountOfWork() {}

    static double of(Operator operator) {
        Pass pass = operator instanceof OptimizerStep ? Pass.WHOLE : Pass.FORWARD;
        Work work = operator.work(pass, Precision.FP32);
        return work.flops() + FLOPS_PER_BYTE * work.movedBytes();
    }
}
