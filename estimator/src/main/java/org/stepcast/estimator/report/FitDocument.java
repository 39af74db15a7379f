package org.stepcast.estimator.report;

import java.util.List;
import org.stepcast.estimator.fit.AccuracyReport;
import org.stepcast.estimator.fit.AccuracyReport.Medians;
import org.stepcast.estimator.fit.RejectedRow;
import org.stepcast.estimator.fit.TargetAccuracy;
import org.stepcast.estimator.fit.UnusableTarget;
import org.stepcast.estimator.regression.Accuracy;

/**
 * The JSON of {@code stepcast fit}; names of components are its keys, errors are fractions.
 *
 * @param faults broken files and rows that were skipped when reading
 * @param catalogues folders that were written
 */
public record FitDocument(
        String split,
        long seed,
        Totals totals,
        List<Target> targets,
        List<Unusable> unusable,
        List<Rejected> rejected,
        List<String> faults,
        List<String> catalogues) {

    /**
     * Medians over targets.
     *
     * @param medianMape over operators and passes, collectives apart
     */
    public record Totals(double medianMape, Group operators, Group collectives) {}

    /** Median over the targets of one kind, ours and of plain forests on raw times. */
    public record Group(int targets, double medianMape, double baselineMedianMape) {

        static Group of(Medians medians) {
            return new Group(medians.targetCount(), medians.oursMape(), medians.baselineMape());
        }
    }

    /** One operator or collective and pass. */
    public record Target(
            String cluster,
            String name,
            String precision,
            String pass,
            String split,
            int rows,
            int rejectedRows,
            int testRows,
            double mape,
            double medianApe,
            double p95Ape,
            Accuracy baseline) {

        static Target of(TargetAccuracy target, String split) {
            return new Target(
                    target.clusterName(),
                    target.name(),
                    target.precision().label(),
                    target.pass().label(),
                    split,
                    target.rowCount(),
                    target.rejectedCount(),
                    target.testCount(),
                    target.ours().mape(),
                    target.ours().medianApe(),
                    target.ours().p95Ape(),
                    target.baseline());
        }
    }

    /** A target left out, and why. */
    public record Unusable(String cluster, String name, String pass, int rows, int rejectedRows, String reason) {

        static Unusable of(UnusableTarget target) {
            return new Unusable(
                    target.clusterName(),
                    target.name(),
                    target.pass().label(),
                    target.rowCount(),
                    target.rejectedCount(),
                    target.reason());
        }
    }

    /** A row left out, and why. */
    public record Rejected(String file, int line, String pass, String rule, String reason) {

        static Rejected of(RejectedRow row) {
            return new Rejected(row.file(), row.line(), row.pass().label(), row.rule(), row.reason());
        }
    }

    /** The document of an accuracy table. */
    public static FitDocument of(AccuracyReport report, List<String> faults, List<String> catalogues) {
        String split = report.split().label();
        return new FitDocument(
                split,
                report.seed(),
                new Totals(
                        report.operatorMedians().oursMape(),
                        Group.of(report.operatorMedians()),
                        Group.of(report.collectiveMedians())),
                report.targets().stream()
                        .map(target -> Target.of(target, split))
                        .toList(),
                report.unusable().stream().map(Unusable::of).toList(),
                report.rejected().stream().map(Rejected::of).toList(),
                faults,
                catalogues);
    }
}
