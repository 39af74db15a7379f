package org.stepcast.sampler.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.stepcast.core.operator.Operator;

/** Shares a budget of time: each operator gets an equal turn of what is left, and no shape more than a part of it. */
final class Patience {

    /** Of a turn: what one shape may take. */
    private static final double SHAPE_FRACTION = 0.05;

    private static final Duration ENDLESS = Duration.ofDays(30);

    private final Instant end;
    private final NavigableMap<Double, Double> secondsByWork = new TreeMap<>();
    private int turnsLeft;
    private Duration turn = Duration.ZERO;

    Patience(Instant end, int turnCount) {
        this.end = end;
        this.turnsLeft = turnCount;
    }

    /** Nothing is chosen where there is time for everything. */
    boolean isEndless() {
        return turn.compareTo(ENDLESS) > 0;
    }

    /** When the turn that begins now is over. */
    Instant beginTurn(Instant now) {
        secondsByWork.clear(); // another operator does another amount in its time
        turn = Duration.between(now, end).dividedBy(Math.max(1, turnsLeft--));
        return now.plus(turn);
    }

    /** Judged by the largest smaller shape: one that is all overhead makes the others seem longer than they are, never shorter. */
    boolean allows(Operator operator) {
        double work = AmountOfWork.of(operator);
        Map.Entry<Double, Double> smaller = secondsByWork.floorEntry(work);
        return smaller == null
                || smaller.getValue() * work / smaller.getKey() <= SHAPE_FRACTION * turn.toMillis() / 1e3;
    }

    void learn(Operator operator, double seconds) {
        secondsByWork.put(AmountOfWork.of(operator), seconds);
    }
}
