package org.stepcast.estimator.search;

import java.util.List;
import java.util.TreeMap;

/**
 * Plans on the same devices of which none is both as fast and as light as another: the faster one leaves less memory. Their
 * cost goes with their time.
 */
final class Front {

    private final TreeMap<Double, RankedPlan> bySeconds = new TreeMap<>();

    /** Whether a plan that takes at least {@code leastSeconds} may be among them. */
    boolean mayHave(double leastSeconds, double headroomFraction) {
        var faster = bySeconds.floorEntry(leastSeconds);
        return faster == null || faster.getValue().need().headroomFraction() < headroomFraction;
    }

    void add(RankedPlan plan) {
        double headroom = plan.need().headroomFraction();
        if (!beats(plan)) {
            return;
        }
        bySeconds
                .tailMap(plan.seconds(), true)
                .values()
                .removeIf(slower -> slower.need().headroomFraction() <= headroom);
        bySeconds.put(plan.seconds(), plan);
    }

    /** Of two equal plans the one that the search met first stays. */
    private boolean beats(RankedPlan plan) {
        var faster = bySeconds.floorEntry(plan.seconds());
        if (faster == null) {
            return true;
        }
        RankedPlan other = faster.getValue();
        double more = plan.need().headroomFraction() - other.need().headroomFraction();
        boolean same = more == 0 && other.seconds() == plan.seconds();
        return more > 0 || (same && plan.earlierCount() < other.earlierCount());
    }

    void addAll(Front others) {
        others.bySeconds.values().forEach(this::add);
    }

    /** The fastest first. */
    List<RankedPlan> plans() {
        return List.copyOf(bySeconds.values());
    }
}
