package org.stepcast.sampler.agent;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.stepcast.core.dataset.SampleFormat;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.Operator;
import org.stepcast.sampler.backend.CollectiveBackend;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.config.SamplingConfig;
import org.stepcast.sampler.grid.GridPlan;
import org.stepcast.sampler.grid.GridShape;
import org.stepcast.sampler.launch.Rendezvous;
import org.stepcast.sampler.measure.Measurement;

/**
 * Samples collectives over the ranks of a launch; every rank has an agent. That of rank 0 leads: it tells the others each next
 * shape and writes the dataset. What was sampled before is left as it is.
 */
public final class CollectiveAgent {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final String NEXT = "the next shape";
    private static final String SEPARATOR = "\t";
    private static final String NO_MORE = "";

    private final CollectiveBackend backend;
    private final Rendezvous ranks;
    private final AgentOptions options;
    private final CollectiveMeasurer measurer;
    private final AgentListener listener;
    private final Clock clock;

    public CollectiveAgent(
            CollectiveBackend backend, Rendezvous ranks, AgentOptions options, AgentListener listener, Clock clock) {
        this.backend = backend;
        this.ranks = ranks;
        this.options = options;
        this.measurer = new CollectiveMeasurer(backend, ranks, options.rule());
        this.listener = listener;
        this.clock = clock;
    }

    /**
     * Samples the shapes of {@code plans}, which are of {@code config}; returns when all ranks are done.
     *
     * @param plans what to sample, in order; of the plans of all ranks, those of rank 0 count
     * @throws BadInputException if a rank has another configuration, is lost, or the dataset cannot be written
     */
    public void run(SamplingConfig config, List<GridPlan> plans) {
        try {
            requirePrecision();
            requireSameEverywhere(config);
            if (ranks.place().isFirst()) {
                lead(config, plans);
            } else {
                follow();
            }
            ranks.finish();
        } catch (RuntimeException failed) {
            ranks.fail(String.valueOf(failed.getMessage()));
            throw failed;
        }
    }

    private void requirePrecision() {
        try {
            backend.requireSupported(options.precision());
        } catch (Refusal refusal) {
            throw new BadInputException("--precision (" + options.precision().label() + ") does not run on "
                    + backend.name() + ": " + refusal.text() + ".");
        }
    }

    private void requireSameEverywhere(SamplingConfig config) {
        String mine = String.join(
                SEPARATOR,
                config.sha256(),
                options.precision().label(),
                options.rule().toString());
        List<String> all = ranks.exchange("the configuration", mine);
        for (int rank = 1; rank < all.size(); rank++) {
            if (!all.get(rank).equals(all.getFirst())) {
                throw new BadInputException(config.source() + ": rank " + rank
                        + " has another configuration or precision than rank 0."
                        + "\n  Start all ranks with the same command and the same files.");
            }
        }
    }

    private void lead(SamplingConfig config, List<GridPlan> plans) {
        Instant end = clock.instant().plus(options.budget());
        for (GridPlan plan : plans) {
            lead(config, plan, end);
        }
        ranks.exchange(NEXT, NO_MORE);
    }

    private void lead(SamplingConfig config, GridPlan plan, Instant end) {
        SampleFormat format = format(plan.name());
        try (SampleLog log = SampleLog.open(options.out().resolve("nccl"), stem(plan), format)) {
            Description description =
                    Description.of(log, config, backend.device(), plan.shapes().size(), clock);
            description.write();
            List<GridShape> open =
                    plan.shapes().stream().filter(shape -> !log.isDone(shape)).toList();
            listener.begin(plan, plan.shapes().size() - open.size());
            for (GridShape shape : open) {
                if (clock.instant().isBefore(end)) {
                    ranks.exchange(NEXT, plan.name() + SEPARATOR + String.join(SEPARATOR, shape.cells()));
                    sample(plan, shape, log, description);
                }
            }
            description.write();
        }
    }

    /** As published files are named: the nodes and the ranks of each end the name. */
    private String stem(GridPlan plan) {
        return String.join(
                "_",
                backend.device().name(),
                plan.name(),
                options.precision().label(),
                Integer.toString(ranks.place().nodeCount()),
                Integer.toString(ranks.place().ranksPerNodeCount()));
    }

    private void sample(GridPlan plan, GridShape shape, SampleLog log, Description description) {
        long start = System.nanoTime();
        try {
            Measurement measurement = measure(shape.operator());
            double micros = options.statistic().micros(measurement);
            log.append(
                    shape,
                    List.of(micros),
                    Bandwidth.of(collective(shape.operator()), micros).details());
            description.add(measurement);
            double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
            listener.measured(plan, shape, List.of(measurement), seconds);
        } catch (Refusal refusal) {
            log.fail(shape, refusal.text());
            listener.failed(plan, shape, refusal.text());
        }
    }

    private void follow() {
        for (String next = next(); !next.equals(NO_MORE); next = next()) {
            List<String> nameAndCells = List.of(next.split(SEPARATOR, -1));
            Operator operator = format(nameAndCells.getFirst()).operator(nameAndCells.subList(1, nameAndCells.size()));
            try {
                measure(operator);
            } catch (Refusal refusal) {
                // Rank 0 has got the same one and lists it.
            }
        }
    }

    private String next() {
        return ranks.exchange(NEXT, NO_MORE).getFirst();
    }

    private Measurement measure(Operator operator) throws Refusal {
        return measurer.measure(collective(operator), options.precision());
    }

    private static Collective collective(Operator operator) {
        if (operator instanceof Collective collective) {
            return collective;
        }
        throw new IllegalArgumentException(operator.shapeText() + " is no collective");
    }

    private SampleFormat format(String name) {
        return SampleFormat.of(name, options.precision()).orElseThrow();
    }
}
