package org.stepcast.sampler.agent;

import java.time.Duration;
import java.time.Instant;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.operator.Work;

/** Shares a budget of time: each operator gets an equal turn, and no shape more than a part of one. Learns from what was run. */
final class Patience {

    /** Of a turn: what one shape may take. */
    private static final double SHAPE_FRACTION = 0.15;

    /** Work that a byte is worth in FLOPs: processors do about so many in the time of one. */
    private static final double FLOPS_PER_BYTE = 8;

    private final Duration turn;
    private double secondsPerWork;

    Patience(Duration turn) {
        this.turn = turn;
    }

    /** When the turn that begins now is over. */
    Instant turnEnd(Instant now, Instant end) {
        Instant turnEnd = now.plus(turn);
        return turnEnd.isBefore(end) ? turnEnd : end;
    }

    boolean allows(Operator operator) {
        return secondsPerWork * work(operator) <= SHAPE_FRACTION * turn.toMillis() / 1e3;
    }

    /** The slowest rate so far, slowly forgotten. */
    void learn(Operator operator, double seconds) {
        secondsPerWork = Math.max(0.9 * secondsPerWork, seconds / work(operator));
    }

    private static double work(Operator operator) {
        Pass pass = operator.family().equals("adam") ? Pass.WHOLE : Pass.FORWARD;
        Work work = operator.work(pass, Precision.FP32);
        return work.flops() + FLOPS_PER_BYTE * work.movedBytes();
    }
}
