package org.stepcast.estimator.validation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Predictions of published runs beside what was measured.
 *
 * @param rows of the table, in its order
 * @param isLeftOut whether constants were fitted without the source of each run
 */
public record RunValidation(List<RunPrediction> rows, boolean isLeftOut) {

    public RunValidation {
        rows = List.copyOf(rows);
    }

    /** Over rows of quality A and B, and those without one. */
    public RunAccuracy total() {
        return RunAccuracy.of(counted());
    }

    /** Over rows of quality C: measurements that do not say enough to be compared. */
    public RunAccuracy notCounted() {
        return RunAccuracy.of(rows.stream().filter(row -> !row.counts()).toList());
    }

    /** By source, in alphabetical order, over the rows of {@link #total}. */
    public Map<String, RunAccuracy> bySourceGroup() {
        Map<String, List<RunPrediction>> groups = new TreeMap<>();
        counted()
                .forEach(row -> groups.computeIfAbsent(row.sourceGroup(), group -> new ArrayList<>())
                        .add(row));
        Map<String, RunAccuracy> accuracy = new LinkedHashMap<>();
        groups.forEach((group, members) -> accuracy.put(group, RunAccuracy.of(members)));
        return accuracy;
    }

    /** Mean error of the sources, each weighted by the square root of its rows. */
    public double sourceWeightedMape() {
        double sum = 0;
        double weights = 0;
        for (RunAccuracy group : bySourceGroup().values()) {
            double weight = Math.sqrt(group.comparedCount());
            sum += weight * group.mape();
            weights += weight;
        }
        return weights == 0 ? 0 : sum / weights;
    }

    /** Over all rows. */
    public MemoryAccuracy memory() {
        return MemoryAccuracy.of(rows);
    }

    /** Errors by a trait of the runs, over the rows of {@link #total}. */
    public Map<String, RunAccuracy> by(Function<RunTraits, String> trait) {
        Map<String, List<RunPrediction>> groups = new TreeMap<>();
        for (RunPrediction row : counted()) {
            row.traits()
                    .ifPresent(traits -> groups.computeIfAbsent(trait.apply(traits), name -> new ArrayList<>())
                            .add(row));
        }
        Map<String, RunAccuracy> accuracy = new LinkedHashMap<>();
        groups.forEach((name, members) -> accuracy.put(name, RunAccuracy.of(members)));
        return accuracy;
    }

    /** Contests of plans over the rows of {@link #total}. */
    public List<Ranking> rankings() {
        return Ranking.of(counted());
    }

    /** Rows that count. */
    public List<RunPrediction> counted() {
        return rows.stream().filter(RunPrediction::counts).toList();
    }
}
