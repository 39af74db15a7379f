package org.stepcast.sampler.config;

import java.util.List;
import org.stepcast.core.dataset.SampleFormat;
import org.stepcast.core.operator.Precision;

/**
 * One operator or collective and the shapes to sample it at: all combinations of the values of its axes.
 *
 * @param name as files name it: {@code linear1}, {@code allreduce}, {@code gemm}
 * @param axes in the order of the columns; a collective's nodes and ranks come from its launch, not from here
 */
public record TargetGrid(String name, List<Axis> axes) {

    public TargetGrid {
        axes = List.copyOf(axes);
    }

    public boolean isCollective() {
        return SampleFormat.of(name, Precision.FP32)
                .map(SampleFormat::isCollective)
                .orElse(false);
    }

    /** All combinations, also those that are no possible shape. */
    public long combinationCount() {
        return axes.stream().mapToLong(axis -> axis.values().size()).reduce(1, Math::multiplyExact);
    }
}
