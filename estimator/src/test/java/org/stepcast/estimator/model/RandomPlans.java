package org.stepcast.estimator.model;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.stepcast.estimator.config.Batch;
import org.stepcast.estimator.config.Experts.Mixture;
import org.stepcast.estimator.config.Offload;
import org.stepcast.estimator.config.ParallelPlan;
import org.stepcast.estimator.config.ParallelPlan.ContextExchange;
import org.stepcast.estimator.config.ParallelPlan.Overlap;
import org.stepcast.estimator.config.ParallelPlan.Schedule;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;
import org.stepcast.estimator.config.ParallelPlan.Sharding;
import org.stepcast.estimator.config.ParallelPlan.StageSplit;
import org.stepcast.estimator.config.Recompute;
import org.stepcast.estimator.config.TrainingConfig;

/** Seeded plans of a job on 64 devices with powers of two in every size, for laws that hold for any plan. */
public final class RandomPlans {

    private static final long DEVICE_COUNT = 64;

    private final TrainingConfig job;
    private final Random random = new Random(11);

    private RandomPlans(TrainingConfig job) {
        this.job = job;
    }

    /** {@code count} plans of {@code job}, whose heads, layers, sequence and experts powers of two divide. */
    public static Stream<TrainingConfig> of(TrainingConfig job, int count) {
        RandomPlans plans = new RandomPlans(job);
        return Stream.generate(plans::next).limit(count);
    }

    private TrainingConfig next() {
        long tensor = power(3);
        long pipeline = power(3);
        long context = tensor * pipeline * 2 > DEVICE_COUNT ? 1 : power(1);
        long data = Math.max(1, DEVICE_COUNT / (tensor * pipeline * context));
        Schedule schedule = pipeline == 1 ? Schedule.ONE_FORWARD_ONE_BACKWARD : one(Schedule.values());
        long chunks = schedule == Schedule.INTERLEAVED ? 2 : 1;
        boolean sparse = job.model().experts() instanceof Mixture;
        return new TrainingConfig(
                job.source(),
                job.model(),
                job.cluster(),
                job.samples(),
                tensor * pipeline * context * data,
                new ParallelPlan(
                        tensor,
                        pipeline,
                        data,
                        context,
                        one(ContextExchange.values()),
                        sparse ? Math.min(1L << random.nextInt(3), tensor * context * data) : 1,
                        sparse ? 1 : tensor,
                        chunks,
                        new StageSplit.Even(Set.of()),
                        schedule,
                        tensor == 1 ? SequenceParallel.OFF : one(SequenceParallel.values()),
                        one(Sharding.values()),
                        overlaps()),
                new Batch(job.batch().sequenceTokens(), power(2), 256),
                job.precision(),
                one(Recompute.values()),
                one(Offload.values()),
                job.attention(),
                job.framework(),
                job.calibration(),
                job.run(),
                job.published());
    }

    private Set<Overlap> overlaps() {
        Set<Overlap> chosen = EnumSet.noneOf(Overlap.class);
        List.of(Overlap.values()).stream().filter(kind -> random.nextBoolean()).forEach(chosen::add);
        return chosen;
    }

    private long power(int highest) {
        return 1L << random.nextInt(highest + 1);
    }

    private <E> E one(E[] options) {
        return options[random.nextInt(options.length)];
    }
}
