package org.stepcast.estimator.search;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.estimator.config.ParallelPlan.StageSplit;

/**
 * What to search.
 *
 * @param targets devices to choose from, at least one
 * @param kept keys that stay as the jobs have them
 * @param topCount best plans to give, at least one
 */
public record SearchRequest(List<Target> targets, Set<PlanKey> kept, Objective objective, int topCount) {

    /** More would take long, and tell little. */
    private static final long MOST_NODES = 64;

    public SearchRequest {
        targets = List.copyOf(targets);
        kept = Set.copyOf(withSplit(targets, kept));
        if (targets.isEmpty() || topCount < 1) {
            throw new IllegalArgumentException(
                    "targets (" + targets.size() + ") and topCount (" + topCount + ") must be at least 1");
        }
        if (objective == Objective.COST) {
            targets.forEach(SearchRequest::requirePrice);
        }
    }

    /** Layers that are given for each stage go with those stages only. */
    private static Set<PlanKey> withSplit(List<Target> targets, Set<PlanKey> kept) {
        Set<PlanKey> all = EnumSet.noneOf(PlanKey.class);
        all.addAll(kept);
        if (targets.getFirst().job().parallel().stageSplit() instanceof StageSplit.Given) {
            all.addAll(EnumSet.of(PlanKey.PIPELINE, PlanKey.VIRTUAL_STAGES));
        }
        return all;
    }

    private static void requirePrice(Target target) {
        if (target.deviceHourDollars().isEmpty()) {
            throw new NotCoveredException(target.job().source() + ": the price of "
                    + target.job().cluster().device().name()
                    + " is not known.\n  Give run.gpu_hour_usd, or search by --objective time or gpu-hours.");
        }
    }

    /** The same for the first target on more and more devices, the fewest first: parts of a node, then whole nodes. */
    List<SearchRequest> onMoreDevices() {
        Target first = targets.getFirst();
        long devices = first.job().deviceCount();
        long perNode = first.job().cluster().node().deviceCount();
        boolean joined = first.job().cluster().network().exists();
        LongStream partsOfNode = Divisors.of(perNode).stream().mapToLong(Long::longValue);
        LongStream nodes = LongStream.rangeClosed(2, joined ? devices / perNode + MOST_NODES : 1)
                .map(count -> count * perNode);
        return LongStream.concat(partsOfNode, nodes)
                .filter(count -> count > devices)
                .limit(MOST_NODES)
                .mapToObj(first::withDeviceCount)
                .map(target -> new SearchRequest(List.of(target), kept, objective, 1))
                .toList();
    }
}
