package org.stepcast.sampler.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.backend.CollectiveBackend;
import org.stepcast.sampler.backend.PreparedCollective;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.backend.Refusal.Kind;
import org.stepcast.sampler.launch.Rendezvous;
import org.stepcast.sampler.measure.MeasureRule;
import org.stepcast.sampler.measure.Measurement;
import org.stepcast.sampler.measure.Measurer;

/**
 * Measures one collective on all ranks at once. The time of a run is that of its slowest rank; every rank gets the same times
 * and so comes to the same end.
 */
final class CollectiveMeasurer {

    /** Starts what a rank says when it cannot go on. */
    private static final String REFUSED = "refused ";

    private static final String RIGHT = "right";

    /** One step of a rank, whose outcome the others are to hear. */
    private interface Step {
        String run() throws Refusal;
    }

    private final CollectiveBackend backend;
    private final Rendezvous ranks;
    private final Measurer measurer;

    CollectiveMeasurer(CollectiveBackend backend, Rendezvous ranks, MeasureRule rule) {
        this.backend = backend;
        this.ranks = ranks;
        this.measurer = new Measurer(rule);
    }

    /**
     * Checks the values that the collective gives, then measures it.
     *
     * @throws Refusal on all ranks, if one cannot run it or gets wrong values
     * @throws BadInputException if the ranks have lost each other
     */
    Measurement measure(Collective collective, Precision precision) throws Refusal {
        List<PreparedCollective> prepared = new ArrayList<>();
        try {
            together("the buffers of " + collective.shapeText(), () -> {
                prepared.add(backend.prepare(collective, precision));
                return "";
            });
            PreparedCollective ready = prepared.getFirst();
            requireRight(together("the values of " + collective.shapeText(), () -> ready.isRight() ? RIGHT : "wrong"));
            return measurer.measure(() -> slowestMicros(ready));
        } finally {
            prepared.forEach(PreparedCollective::close);
        }
    }

    private double slowestMicros(PreparedCollective prepared) throws Refusal {
        return together("a run", () -> Double.toString(prepared.runMicros())).stream()
                .mapToDouble(Double::parseDouble)
                .max()
                .orElseThrow();
    }

    private static void requireRight(List<String> values) throws Refusal {
        List<Integer> wrong = IntStream.range(0, values.size())
                .filter(rank -> !values.get(rank).equals(RIGHT))
                .boxed()
                .toList();
        if (!wrong.isEmpty()) {
            throw new Refusal(Kind.FAILED, "wrong values on ranks " + wrong);
        }
    }

    private List<String> together(String topic, Step step) throws Refusal {
        List<String> outcomes = ranks.exchange(topic, outcome(step));
        Optional<String> refused =
                outcomes.stream().filter(text -> text.startsWith(REFUSED)).findFirst();
        if (refused.isPresent()) {
            throw refusal(outcomes.indexOf(refused.get()), refused.get().substring(REFUSED.length()));
        }
        return outcomes;
    }

    private static String outcome(Step step) {
        try {
            return step.run();
        } catch (Refusal refusal) {
            return REFUSED + refusal.kind() + " " + refusal.getMessage();
        }
    }

    /** A library that fails in the middle of a collective has lost the other ranks: no further shape would run. */
    private static Refusal refusal(int rank, String text) {
        Kind kind = Kind.valueOf(text.substring(0, text.indexOf(' ')));
        String reason = "rank " + rank + ": " + text.substring(text.indexOf(' ') + 1);
        if (kind == Kind.FAILED) {
            throw new BadInputException(reason + ".\n  Rows that are written are kept. Run the same again to go on.");
        }
        return new Refusal(kind, reason);
    }
}
