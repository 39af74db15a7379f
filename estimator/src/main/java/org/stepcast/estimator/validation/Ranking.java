package org.stepcast.estimator.validation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How well plans are ranked that were measured on the same model, devices and batch.
 *
 * @param contest what they have in common
 * @param planCount measured plans
 * @param regretFraction how much slower than the best measured plan the one is that we predict to be fastest
 * @param rankAgreementFactor Spearman's correlation, -1 to 1, where there are at least five plans
 */
public record Ranking(String contest, int planCount, double regretFraction, OptionalDouble rankAgreementFactor) {

    private static final int ENOUGH_FOR_CORRELATION = 5;

    /** Predictions that differ less are of one plan. */
    private static final double SAME = 1e-6;

    /** Every contest with plans that differ. */
    static List<Ranking> of(List<RunPrediction> rows) {
        Map<String, List<RunPrediction>> contests = new TreeMap<>();
        for (RunPrediction row : rows) {
            if (row.errorFraction().isPresent() && row.traits().isPresent()) {
                contests.computeIfAbsent(row.traits().get().contest(), contest -> new ArrayList<>())
                        .add(row);
            }
        }
        List<Ranking> rankings = new ArrayList<>();
        contests.forEach((contest, plans) -> {
            if (spread(plans) > SAME) {
                rankings.add(of(contest, plans));
            }
        });
        return rankings;
    }

    private static double spread(List<RunPrediction> plans) {
        double[] predicted =
                plans.stream().mapToDouble(Ranking::predicted).sorted().toArray();
        return predicted[predicted.length - 1] / predicted[0] - 1;
    }

    private static Ranking of(String contest, List<RunPrediction> plans) {
        double best = plans.stream().mapToDouble(Ranking::measured).min().orElseThrow();
        double first = plans.stream().mapToDouble(Ranking::predicted).min().orElseThrow();
        double chosen = plans.stream()
                .filter(plan -> predicted(plan) <= first * (1 + SAME))
                .mapToDouble(Ranking::measured)
                .average()
                .orElseThrow();
        OptionalDouble correlation =
                plans.size() < ENOUGH_FOR_CORRELATION ? OptionalDouble.empty() : OptionalDouble.of(correlation(plans));
        return new Ranking(contest, plans.size(), chosen / best - 1, correlation);
    }

    private static double correlation(List<RunPrediction> plans) {
        double[] measured = ranks(plans.stream().mapToDouble(Ranking::measured).toArray());
        double[] predicted =
                ranks(plans.stream().mapToDouble(Ranking::predicted).toArray());
        double mean = (plans.size() - 1) / 2.0;
        double both = 0;
        double left = 0;
        double right = 0;
        for (int i = 0; i < measured.length; i++) {
            both += (measured[i] - mean) * (predicted[i] - mean);
            left += (measured[i] - mean) * (measured[i] - mean);
            right += (predicted[i] - mean) * (predicted[i] - mean);
        }
        return both / Math.sqrt(left * right);
    }

    /** Counted from 0; equal values share the mean of their ranks. */
    private static double[] ranks(double[] values) {
        Integer[] order = IntStream.range(0, values.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
        double[] ranks = new double[values.length];
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to + 1 < order.length && values[order[to + 1]] == values[order[from]]) {
                to++;
            }
            for (int i = from; i <= to; i++) {
                ranks[order[i]] = (from + to) / 2.0;
            }
            from = to + 1;
        }
        return ranks;
    }

    private static double measured(RunPrediction plan) {
        return plan.measuredSeconds().orElseThrow();
    }

    private static double predicted(RunPrediction plan) {
        return plan.predicted().orElseThrow().p50();
    }
}
