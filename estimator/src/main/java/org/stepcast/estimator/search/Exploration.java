package org.stepcast.estimator.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.stepcast.estimator.config.Batch;
import org.stepcast.estimator.config.ParallelPlan;
import org.stepcast.estimator.config.ParallelPlan.Overlap;
import org.stepcast.estimator.config.ParallelPlan.Schedule;
import org.stepcast.estimator.config.Recompute;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.memory.PlanMemory;
import org.stepcast.estimator.memory.PlanMemory.Need;
import org.stepcast.estimator.search.PlanSpace.Ending;
import org.stepcast.estimator.search.PlanSpace.Order;
import org.stepcast.estimator.step.PlanTimes;
import org.stepcast.estimator.step.PlanTimes.PlanTime;

/** Looks at every plan of layouts on one target. For one thread. */
final class Exploration {

    /** Sums in another order differ in the last digits; a bound must stay below all of them. */
    private static final double ROUNDING = 1 - 1e-9;

    private final Target target;
    private final Objective objective;
    private final PlanSpace space;
    private final LayoutRules rules;
    private final PlanTimes times;
    private final PlanMemory memory;
    private final TopPlans top;
    private final Front front = new Front();
    private final Tally tally = new Tally();
    private long earlierCount;

    Exploration(Target target, SearchRequest request, PlanTimes times, PlanMemory memory) {
        this.target = target;
        this.objective = request.objective();
        TrainingConfig job = target.job();
        Reach reach = Reach.of(job.framework().name());
        this.space = new PlanSpace(job, request.kept(), reach);
        this.rules = new LayoutRules(job, reach.evenStages(), space.entryCount());
        this.times = times;
        this.memory = memory;
        this.top = new TopPlans(request.topCount());
    }

    TopPlans top() {
        return top;
    }

    Front front() {
        return front;
    }

    Tally tally() {
        return tally;
    }

    /**
     * Looks at the plans of one layout.
     *
     * @param firstCount smaller for layouts that come earlier; see {@link RankedPlan}
     */
    void explore(Layout layout, long firstCount, BooleanSupplier cancelled) {
        earlierCount = firstCount;
        List<Order> orders = space.orders(layout);
        List<Batch> batches = space.batches(layout);
        List<Ending> endings = space.endings(layout);
        List<Recompute> recomputes = space.recomputes();
        long inner = (long) recomputes.size() * endings.size();
        Optional<String> refusal = rules.refusal(layout);
        if (refusal.isPresent()) {
            tally.refuse(refusal.get(), inner * orders.size() * Math.max(1, batches.size()));
            return;
        }
        Map<Memory, List<Ending>> byMemory = byMemory(endings);
        for (Order order : orders) {
            for (Batch batch : batches) {
                if (cancelled.getAsBoolean()) {
                    return;
                }
                TrainingConfig job = target.job().withBatch(batch);
                if (isRefused(order, layout, batch)) {
                    tally.refuse("interleaved_1f1b: micro-batches are no multiple of the stages", inner);
                } else {
                    recomputes.forEach(recompute -> explore(layout, order, job.withRecompute(recompute), byMemory));
                }
            }
        }
    }

    /** What memory depends on of what plans differ in at the end of a step. */
    private record Memory(Ending ending, boolean overlapsTensor) {}

    private static Map<Memory, List<Ending>> byMemory(List<Ending> endings) {
        Map<Memory, List<Ending>> groups = new LinkedHashMap<>();
        for (Ending ending : endings) {
            Memory alike = new Memory(
                    new Ending(ending.sharding(), ending.offload(), Set.of()),
                    ending.overlaps().contains(Overlap.TENSOR));
            groups.computeIfAbsent(alike, key -> new ArrayList<>()).add(ending);
        }
        return groups;
    }

    private static boolean isRefused(Order order, Layout layout, Batch batch) {
        long microBatches = batch.globalSize() / (batch.microSize() * layout.dataSize());
        return order.schedule() == Schedule.INTERLEAVED && microBatches % layout.pipelineSize() != 0;
    }

    private void explore(Layout layout, Order order, TrainingConfig job, Map<Memory, List<Ending>> byMemory) {
        byMemory.forEach((alike, endings) -> {
            TrainingConfig first = plan(job, layout, order, endings.getFirst());
            Need need = memory.of(first);
            if (need.fits()) {
                tally.accept(endings.size());
                endings.forEach(ending -> time(plan(job, layout, order, ending), need));
            } else {
                tally.refuse("out of memory on stage " + need.stage(), endings.size());
                if (tally.isNearest(need.headroomFraction())) {
                    tally.near(ranked(first, times.of(first).seconds(), need));
                }
                earlierCount += endings.size();
            }
        });
    }

    private void time(TrainingConfig plan, Need need) {
        PlanTime time = times.of(plan);
        double least = time.leastSeconds() * ROUNDING;
        boolean mayRank = top.mayHave(objective.value(least, target));
        boolean mayStandOut = front.mayHave(least, need.headroomFraction());
        if (mayRank || mayStandOut) {
            RankedPlan ranked = ranked(plan, time.seconds(), need);
            top.add(ranked);
            front.add(ranked);
        }
        earlierCount++;
    }

    private RankedPlan ranked(TrainingConfig plan, double seconds, Need need) {
        return new RankedPlan(target, plan, earlierCount, objective.value(seconds, target), seconds, need);
    }

    static TrainingConfig plan(TrainingConfig job, Layout layout, Order order, Ending ending) {
        return job.withOffload(ending.offload())
                .withParallel(new ParallelPlan(
                        layout.tensorSize(),
                        layout.pipelineSize(),
                        layout.dataSize(),
                        layout.contextSize(),
                        layout.exchange(),
                        layout.expertSize(),
                        layout.expertTensorSize(),
                        order.virtualStageCount(),
                        job.parallel().stageSplit(),
                        order.schedule(),
                        layout.sequenceParallel(),
                        ending.sharding(),
                        ending.overlaps()));
    }
}
