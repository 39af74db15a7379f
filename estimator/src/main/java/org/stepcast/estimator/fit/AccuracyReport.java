package org.stepcast.estimator.fit;

import java.util.List;
import org.stepcast.estimator.regression.Accuracy;
import org.stepcast.estimator.regression.Quantiles;

/**
 * How accurate regressors are on one kind of held-out rows. The rows of unusable targets are not tested on; rejected rows
 * of the others neither.
 *
 * @param targets in the order of the dataset
 * @param rejected rows of usable targets
 */
public record AccuracyReport(
        SplitKind split,
        long seed,
        List<TargetAccuracy> targets,
        List<UnusableTarget> unusable,
        List<RejectedRow> rejected) {

    /** Medians over targets of the mean absolute relative error, as fractions. */
    public record Medians(int targetCount, double oursMape, double baselineMape) {}

    public AccuracyReport {
        targets = List.copyOf(targets);
        unusable = List.copyOf(unusable);
        rejected = List.copyOf(rejected);
    }

    /** Over compute operators and optimizer steps. */
    public Medians operatorMedians() {
        return medians(targets.stream().filter(target -> !target.isCollective()).toList());
    }

    /** Over collectives. */
    public Medians collectiveMedians() {
        return medians(targets.stream().filter(TargetAccuracy::isCollective).toList());
    }

    /** Over all targets. */
    public Medians medians() {
        return medians(targets);
    }

    private static Medians medians(List<TargetAccuracy> targets) {
        return targets.isEmpty()
                ? new Medians(0, 0, 0)
                : new Medians(
                        targets.size(),
                        median(targets.stream().map(TargetAccuracy::ours).toList()),
                        median(targets.stream().map(TargetAccuracy::baseline).toList()));
    }

    private static double median(List<Accuracy> accuracies) {
        return Quantiles.median(accuracies.stream().mapToDouble(Accuracy::mape).toArray());
    }
}
