package org.stepcast.sampler.agent;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.stepcast.core.dataset.SampleFormat;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.operator.Pass;
import org.stepcast.sampler.backend.DeviceFacts;
import org.stepcast.sampler.backend.KernelBackend;
import org.stepcast.sampler.backend.KernelTask;
import org.stepcast.sampler.backend.PreparedKernel;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.config.SamplingConfig;
import org.stepcast.sampler.grid.GridPlan;
import org.stepcast.sampler.grid.GridShape;
import org.stepcast.sampler.measure.Measurement;
import org.stepcast.sampler.measure.Measurer;

/** Samples compute operators on one device. What was sampled before is left as it is. */
public final class KernelAgent {

    private static final double NANOS_PER_SECOND = 1e9;

    private final KernelBackend backend;
    private final AgentOptions options;
    private final AgentListener listener;
    private final Clock clock;

    public KernelAgent(KernelBackend backend, AgentOptions options, AgentListener listener, Clock clock) {
        this.backend = backend;
        this.options = options;
        this.listener = listener;
        this.clock = clock;
    }

    /** Samples the shapes of {@code plans}, which are of {@code config}, in their order. */
    public void run(SamplingConfig config, List<GridPlan> plans) {
        requirePrecision();
        DeviceFacts device = measuredDevice();
        Patience patience = new Patience(clock.instant().plus(options.budget()), plans.size());
        for (GridPlan plan : plans) {
            run(config, plan, device, patience);
        }
    }

    private void requirePrecision() {
        try {
            backend.requireSupported(options.precision());
        } catch (Refusal refusal) {
            throw new BadInputException("--precision (" + options.precision().label() + ") does not run on "
                    + backend.name() + ": " + refusal.getMessage() + ".\n  Use fp32 or fp16.");
        }
    }

    private DeviceFacts measuredDevice() {
        try {
            return backend.device().with(backend.measuredFacts());
        } catch (Refusal refusal) {
            return backend.device().with(Map.of("device_figures", "not measured: " + refusal.text()));
        }
    }

    private void run(SamplingConfig config, GridPlan plan, DeviceFacts device, Patience patience) {
        SampleFormat format = SampleFormat.of(plan.name(), options.precision()).orElseThrow();
        String stem = device.name() + "_" + plan.name() + "_"
                + options.precision().label() + SampleLog.partSuffix(options.part());
        try (SampleLog log = SampleLog.open(options.out().resolve("operator"), stem, format)) {
            Description description =
                    Description.of(log, config, device, plan.shapes().size(), clock);
            description.write();
            Instant turnEnd = patience.beginTurn(clock.instant());
            ShapeChoice choice = new ShapeChoice(plan, log, patience);
            listener.begin(plan, plan.shapes().size() - choice.openCount());
            Optional<GridShape> next = choice.next();
            while (next.isPresent() && clock.instant().isBefore(turnEnd)) {
                sample(plan, next.get(), log, description, patience);
                choice.done(next.get(), log);
                next = choice.next();
            }
            description.write();
        }
    }

    private void sample(GridPlan plan, GridShape shape, SampleLog log, Description description, Patience patience) {
        long start = System.nanoTime();
        try {
            List<Measurement> passes = new ArrayList<>();
            SortedMap<String, String> conditions = Collections.emptySortedMap();
            for (Pass pass : log.format().timeColumns().keySet()) {
                KernelTask task = new KernelTask(plan.name(), shape.operator(), pass, options.precision());
                try (PreparedKernel kernel = backend.prepare(task)) {
                    passes.add(new Measurer(options.rule()).measure(kernel::runMicros));
                    if (pass == log.format().timeColumns().lastKey()) {
                        conditions = kernel.conditions();
                    }
                }
            }
            List<Double> micros =
                    passes.stream().map(options.statistic()::micros).toList();
            log.append(shape, micros, conditions);
            double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
            passes.forEach(description::add);
            patience.learn(shape.operator(), seconds);
            listener.measured(plan, shape, passes, seconds);
        } catch (Refusal refusal) {
            log.fail(shape, refusal.text());
            listener.failed(plan, shape, refusal.text());
        }
    }
}
