package org.stepcast.estimator.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The best plans so far. */
final class TopPlans {

    private final int mostCount;
    private final List<RankedPlan> plans = new ArrayList<>();

    TopPlans(int mostCount) {
        this.mostCount = mostCount;
    }

    /** Whether a plan whose value is at least {@code leastValue} may be among them. */
    boolean mayHave(double leastValue) {
        return plans.size() < mostCount || leastValue <= plans.getLast().value();
    }

    void add(RankedPlan plan) {
        int place = Collections.binarySearch(plans, plan, RankedPlan.BEST_FIRST);
        plans.add(place < 0 ? -place - 1 : place, plan);
        if (plans.size() > mostCount) {
            plans.removeLast();
        }
    }

    void addAll(TopPlans others) {
        others.plans.forEach(this::add);
    }

    /** The best first. */
    List<RankedPlan> plans() {
        return List.copyOf(plans);
    }
}
