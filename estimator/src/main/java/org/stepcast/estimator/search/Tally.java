package org.stepcast.estimator.search;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How many plans were looked at, and why some were not possible. */
final class Tally {

    private final Map<String, Long> refusals = new HashMap<>();
    private long feasibleCount;
    private Optional<RankedPlan> nearest = Optional.empty();

    void refuse(String reason, long planCount) {
        if (planCount > 0) {
            refusals.merge(reason, planCount, Long::sum);
        }
    }

    void accept(long planCount) {
        feasibleCount += planCount;
    }

    /** A plan that does not fit; the one that needs least is kept. */
    void near(RankedPlan plan) {
        nearest = Stream.concat(nearest.stream(), Stream.of(plan))
                .min(Comparator.<RankedPlan>comparingDouble(one -> -one.need().headroomFraction())
                        .thenComparingLong(RankedPlan::earlierCount));
    }

    /** Whether a plan with so much headroom would be the nearest to fit. */
    boolean isNearest(double headroomFraction) {
        return nearest.isEmpty() || headroomFraction > nearest.get().need().headroomFraction();
    }

    void addAll(Tally other) {
        other.refusals.forEach(this::refuse);
        feasibleCount += other.feasibleCount;
        other.nearest.ifPresent(this::near);
    }

    long candidateCount() {
        return feasibleCount
                + refusals.values().stream().mapToLong(Long::longValue).sum();
    }

    long feasibleCount() {
        return feasibleCount;
    }

    Optional<RankedPlan> nearest() {
        return nearest;
    }

    /** The most frequent reason first. */
    Map<String, Long> refusals() {
        return refusals.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
    }
}
