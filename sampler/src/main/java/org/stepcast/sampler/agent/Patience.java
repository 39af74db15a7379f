package org.stepcast.sampler.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.operator.Work;

/** Shares a budget of time: each operator gets an equal turn of what is left, and no shape more than a part of it. */
final class Patience {

    /** Of a turn: what one shape may take. */
    private static final double SHAPE_FRACTION = 0.05;

    /** Work that a byte is worth in FLOPs: processors do about so many in the time of one. */
    private static final double FLOPS_PER_BYTE = 8;

    private final Instant end;
    private int turnsLeft;
    private Duration turn = Duration.ZERO;
    private final NavigableMap<Double, Double> secondsByWork = new TreeMap<>();

    Patience(Instant end, int turnCount) {
        this.end = end;
        this.turnsLeft = turnCount;
    }

    /** When the turn that begins now is over. */
    Instant beginTurn(Instant now) {
        secondsByWork.clear(); // another operator does another amount in its time
        turn = Duration.between(now, end).dividedBy(Math.max(1, turnsLeft--));
        return now.plus(turn);
    }

    /** Judged by the largest smaller shape: one that is all overhead makes the others seem longer than they are, never shorter. */
    boolean allows(Operator operator) {
        double work = work(operator);
        Map.Entry<Double, Double> smaller = secondsByWork.floorEntry(work);
        return smaller == null
                || smaller.getValue() * work / smaller.getKey() <= SHAPE_FRACTION * turn.toMillis() / 1e3;
    }

    void learn(Operator operator, double seconds) {
        secondsByWork.put(work(operator), seconds);
    }

    private static double work(Operator operator) {
        Pass pass = operator.family().equals("adam") ? Pass.WHOLE : Pass.FORWARD;
        Work work = operator.work(pass, Precision.FP32);
        return work.flops() + FLOPS_PER_BYTE * work.movedBytes();
    }
}
