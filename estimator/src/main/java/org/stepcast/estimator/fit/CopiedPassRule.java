package org.stepcast.estimator.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.stepcast.core.dataset.Sample;
import org.stepcast.core.operator.ElementWise;
import org.stepcast.core.operator.Pass;

/**
 * Forward times that are the backward's. Published samples match kernels by the beginning of a name, so that the search
 * for a forward pass also finds backward events ({@code aten::_softmax} is in {@code aten::_softmax_backward_data}) and
 * averages the shorter ones: where the forward pass takes longer than the backward one, both columns show the backward.
 * The forward time of such rows is lost; the backward stands. A few equal rows are chance; the rule needs a share of them.
 */
final class CopiedPassRule implements CleaningRule {

    private static final double EQUAL_FRACTION = 0.01;
    private static final double LEAST_SHARE_FRACTION = 0.03;

    @Override
    public void apply(DescribedTable table, Passes passes, Rejections rejections) {
        List<Integer> copied = new ArrayList<>();
        for (int row = 0; row < table.rowCount(); row++) {
            if (isCopied(table.sample(row), passes)) {
                copied.add(row);
            }
        }
        if (copied.size() >= LEAST_SHARE_FRACTION * table.rowCount()) {
            copied.forEach(row -> rejections.reject(
                    row,
                    "copied pass",
                    String.format(
                            Locale.ROOT,
                            "forward %.1f us equals backward, as in %d of %d rows",
                            table.sample(row).micros(),
                            copied.size(),
                            table.rowCount())));
        }
    }

    /** Passes of element-wise additions do the same work, so that equal times are sound. */
    private static boolean isCopied(Sample sample, Passes passes) {
        if (sample.pass() != Pass.FORWARD || sample.operator() instanceof ElementWise) {
            return false;
        }
        OptionalDouble backward = passes.micros(sample, Pass.BACKWARD);
        return backward.isPresent() && Math.abs(sample.micros() / backward.getAsDouble() - 1) < EQUAL_FRACTION;
    }
}
