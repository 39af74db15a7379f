package org.stepcast.estimator.fit;

import java.util.Locale;
import java.util.OptionalDouble;
import org.stepcast.core.dataset.Sample;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Work;

/** A backward pass with at least twice the FLOPs of its forward pass does not run in half the forward's time. */
final class BackwardRatioRule implements CleaningRule {

    private static final double LEAST_FLOPS_RATIO = 2;
    private static final double LEAST_TIME_RATIO = 0.5;

    @Override
    public void apply(DescribedTable table, Passes passes, Rejections rejections) {
        for (int row = 0; row < table.rowCount(); row++) {
            Sample sample = table.sample(row);
            OptionalDouble forward = passes.micros(sample, Pass.FORWARD);
            if (sample.pass() == Pass.BACKWARD
                    && forward.isPresent()
                    && hasTwiceTheFlops(sample)
                    && sample.micros() < LEAST_TIME_RATIO * forward.getAsDouble()) {
                rejections.reject(
                        row,
                        "backward against forward",
                        String.format(
                                Locale.ROOT,
                                "backward %.1f us with twice the FLOPs of a forward of %.1f us",
                                sample.micros(),
                                forward.getAsDouble()));
            }
        }
    }

    private static boolean hasTwiceTheFlops(Sample sample) {
        Work forward = sample.operator().work(Pass.FORWARD, sample.precision());
        Work backward = sample.operator().work(Pass.BACKWARD, sample.precision());
        return forward.flops() > 0 && backward.flops() >= LEAST_FLOPS_RATIO * forward.flops();
    }
}
