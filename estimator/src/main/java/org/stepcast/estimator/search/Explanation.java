package org.stepcast.estimator.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stepcast.estimator.config.Batch;
import org.stepcast.estimator.config.ParallelPlan.Schedule;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.memory.PlanMemory;
import org.stepcast.estimator.memory.PlanMemory.Need;
import org.stepcast.estimator.search.PlanSpace.Ending;
import org.stepcast.estimator.search.PlanSpace.Order;
import org.stepcast.estimator.step.PlanTimes;

/** Holds what calculators for planning recommend against the models that the search ranks by. */
final class Explanation {

    private static final Order PLAIN = new Order(Schedule.ONE_FORWARD_ONE_BACKWARD, 1);

    private final Target target;
    private final PlanTimes times;
    private final PlanMemory memory;
    private final Objective objective;

    Explanation(Target target, PlanTimes times, PlanMemory memory, Objective objective) {
        this.target = target;
        this.times = times;
        this.memory = memory;
        this.objective = objective;
    }

    List<Recommendation> recommendations() {
        List<Recommendation> all = new ArrayList<>();
        TrainingConfig job = target.job();
        all.add(Advice.ofCalculator(job)
                .map(this::judge)
                .orElseGet(() -> none("training calculator", "the activations alone do not fit")));
        all.add(Advice.ofLadder(job)
                .map(this::judge)
                .orElseGet(() -> none("ZeRO ladder", "more devices, or states in host memory")));
        return all;
    }

    private static Recommendation none(String by, String advice) {
        return new Recommendation(by, advice, Optional.empty(), Optional.empty());
    }

    private Recommendation judge(Advice advice) {
        TrainingConfig job = target.job();
        String words = "tensor " + advice.tensorSize() + ", pipeline " + advice.pipelineSize() + ", micro "
                + advice.microSize()
                + advice.sharding().map(sharding -> ", " + sharding.label()).orElse("")
                + advice.offload()
                        .map(offload -> ", offload " + offload.label())
                        .orElse("");
        Optional<Layout> layout = advice.layout(job);
        Optional<String> flaw = layout.isEmpty()
                ? Optional.of("tensor · pipeline does not divide the GPUs (" + job.deviceCount() + ")")
                : new LayoutRules(job, false, job.model().layerCount())
                        .refusal(layout.get())
                        .or(() -> uneven(advice, layout.get()));
        if (flaw.isPresent()) {
            return new Recommendation(advice.by(), words, Optional.empty(), flaw);
        }
        RankedPlan plan = plan(advice, layout.orElseThrow());
        return new Recommendation(
                advice.by(),
                words,
                Optional.of(plan),
                plan.need().fits()
                        ? Optional.empty()
                        : Optional.of("out of memory on stage " + plan.need().stage()));
    }

    private Optional<String> uneven(Advice advice, Layout layout) {
        long perReplica = target.job().batch().globalSize() / layout.dataSize();
        return perReplica % advice.microSize() == 0
                ? Optional.empty()
                : Optional.of("micro does not divide the sequences of a replica (" + perReplica + ")");
    }

    private RankedPlan plan(Advice advice, Layout layout) {
        TrainingConfig job = target.job();
        Batch batch = job.batch();
        Ending ending = new Ending(
                advice.sharding().orElse(job.parallel().sharding()),
                advice.offload().orElse(job.offload()),
                job.parallel().overlaps());
        TrainingConfig plan = Exploration.plan(
                job.withBatch(new Batch(batch.sequenceTokens(), advice.microSize(), batch.globalSize())),
                layout,
                PLAIN,
                ending);
        Need need = memory.of(plan);
        double seconds = times.of(plan).seconds();
        return new RankedPlan(target, plan, 0, objective.value(seconds, target), seconds, need);
    }
}
