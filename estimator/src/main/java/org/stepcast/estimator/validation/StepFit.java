package org.stepcast.estimator.validation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.stepcast.estimator.step.Constant;
import org.stepcast.estimator.step.ConstantTable;
import org.stepcast.estimator.step.StepComposition;
import org.stepcast.estimator.step.Tuning;
import org.stepcast.estimator.step.Uncertainty;
import org.stepcast.estimator.step.Workload;
import org.stepcast.estimator.validation.RunValidator.Fold;

/**
 * Fits the constants of the step model to published runs, held to their priors: with x the distance of each constant from its
 * prior in units of the prior's spread, it minimises Σ w · soft(ln(predicted / measured) / 0.05) + Σ x², where
 * soft(e) = 2 (√(1 + e²) − 1) forgives outliers and a source of n runs counts √n (w = 1/√n).
 */
final class StepFit {

    private static final double NOISE = 0.05;

    /** Share of measured times that p10 to p90 should hold. */
    private static final double COVERAGE = 0.80;

    private record Target(Workload work, double logSeconds, double weight, String sourceGroup) {}

    private final List<Target> targets;
    private final List<Constant> constants = ConstantTable.builtIn().constants();

    private StepFit(List<Target> targets) {
        this.targets = targets;
    }

    /** The constants that fit {@code runs} best. */
    static Map<String, Double> over(List<Run> runs) {
        return new StepFit(targets(runs)).fit();
    }

    /** For each source, constants fitted without it, and the interval factor that its fellows ask for. */
    static Map<String, Fold> leaveOneSourceOut(List<Run> runs) {
        List<Target> all = targets(runs);
        List<String> sources =
                all.stream().map(Target::sourceGroup).distinct().sorted().toList();
        Map<String, Tuning> tunings = new LinkedHashMap<>();
        for (String source : sources) {
            List<Target> others = all.stream()
                    .filter(target -> !target.sourceGroup().equals(source))
                    .toList();
            tunings.put(source, Tuning.of(new StepFit(weighted(others)).fit()));
        }
        Map<String, Fold> folds = new HashMap<>();
        for (String source : sources) {
            double factor = intervalFactor(all, tunings, source);
            folds.put(source, new Fold(tuning(tunings, source), factor));
        }
        return folds;
    }

    /** The interval factor over every source, each predicted without itself. */
    static double intervalFactor(List<Run> runs) {
        List<Target> all = targets(runs);
        Map<String, Tuning> tunings = new LinkedHashMap<>();
        leaveOneSourceOut(runs).forEach((source, fold) -> tunings.put(source, fold.tuning()));
        return intervalFactor(all, tunings, "");
    }

    private static Tuning tuning(Map<String, Tuning> tunings, String source) {
        return tunings.getOrDefault(source, Tuning.fitted());
    }

    /** The {@link #COVERAGE} quantile of |ln error| / deviation, sources weighted alike, without {@code leftOut}. */
    private static double intervalFactor(List<Target> all, Map<String, Tuning> tunings, String leftOut) {
        record Ratio(double value, double weight) {}
        List<Ratio> ratios = new ArrayList<>();
        for (Target target : all) {
            if (!target.sourceGroup().equals(leftOut)) {
                Tuning tuning = tuning(tunings, target.sourceGroup());
                double error = Math.abs(logSeconds(target, tuning) - target.logSeconds());
                ratios.add(new Ratio(error / Uncertainty.deviation(target.work(), tuning), target.weight()));
            }
        }
        ratios.sort(Comparator.comparingDouble(Ratio::value));
        double total = ratios.stream().mapToDouble(Ratio::weight).sum();
        double before = 0;
        for (Ratio ratio : ratios) {
            before += ratio.weight();
            if (before >= COVERAGE * total) {
                return ratio.value();
            }
        }
        return ConstantTable.builtIn().intervalFactor();
    }

    private static List<Target> targets(List<Run> runs) {
        List<Target> targets = new ArrayList<>();
        for (Run run : runs) {
            if (run.counts() && run.work().isPresent() && run.measuredSeconds().isPresent()) {
                double seconds = run.measuredSeconds().getAsDouble();
                targets.add(new Target(run.work().get(), Math.log(seconds), 1, run.sourceGroup()));
            }
        }
        return weighted(targets);
    }

    private static List<Target> weighted(List<Target> targets) {
        Map<String, Integer> sizes = new TreeMap<>();
        targets.forEach(target -> sizes.merge(target.sourceGroup(), 1, Integer::sum));
        return targets.stream()
                .map(target -> new Target(
                        target.work(),
                        target.logSeconds(),
                        1 / Math.sqrt(sizes.getOrDefault(target.sourceGroup(), 1)),
                        target.sourceGroup()))
                .toList();
    }

    private Map<String, Double> fit() {
        double[] best = LevenbergMarquardt.minimise(this::residuals, constants.size());
        return values(best);
    }

    private Map<String, Double> values(double[] deviations) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (int i = 0; i < deviations.length; i++) {
            values.put(constants.get(i).name(), constants.get(i).at(deviations[i]));
        }
        return values;
    }

    /** Of every run, then of every prior. */
    private double[] residuals(double[] deviations) {
        Tuning tuning = Tuning.of(values(deviations));
        double[] residuals = new double[targets.size() + deviations.length];
        IntStream.range(0, targets.size()).parallel().forEach(i -> residuals[i] = residual(targets.get(i), tuning));
        System.arraycopy(deviations, 0, residuals, targets.size(), deviations.length);
        return residuals;
    }

    private static double residual(Target target, Tuning tuning) {
        double error = (logSeconds(target, tuning) - target.logSeconds()) / NOISE;
        double soft = Math.sqrt(2 * (Math.sqrt(1 + error * error) - 1));
        return Math.signum(error) * soft * Math.sqrt(target.weight());
    }

    private static double logSeconds(Target target, Tuning tuning) {
        return Math.log(new StepComposition(target.work(), tuning).totalSeconds());
    }
}
