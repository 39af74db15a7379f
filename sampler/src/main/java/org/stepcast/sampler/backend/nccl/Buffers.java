package org.stepcast.sampler.backend.nccl;

import org.stepcast.core.operator.CollectiveKind;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.backend.Refusal;

/**
 * What one rank gives to a collective and gets from it.
 *
 * @param elementCount of the message as {@link org.stepcast.core.operator.Collective} counts it
 * @param memoryAddress of what was allocated
 * @param givenAddress of what the rank gives
 * @param gotAddress of its result; the same as {@code givenAddress}, or around it, in place
 */
record Buffers(
        CollectiveKind kind,
        long elementCount,
        long eachCount,
        Precision precision,
        long memoryAddress,
        long givenAddress,
        long gotAddress) {

    static Buffers allocate(
            RankGpu gpu, CollectiveKind kind, long elementCount, Precision precision, Placement placement)
            throws Refusal {
        long eachCount = isDivided(kind) ? elementCount / gpu.rankCount() : elementCount;
        long givenCount = kind == CollectiveKind.ALL_GATHER ? eachCount : elementCount;
        long gotCount = kind == CollectiveKind.REDUCE_SCATTER ? eachCount : elementCount;
        // An all-to-all has no form in place, nor has a message to oneself; a message to another needs no second
        // buffer.
        boolean isApart = kind == CollectiveKind.ALL_TO_ALL
                || (kind == CollectiveKind.SEND_RECEIVE ? gpu.rankCount() == 1 : placement == Placement.OUT_OF_PLACE);
        long unit = (long) precision.byteCount();
        long largest = Math.max(givenCount, gotCount);
        long memory = gpu.driver().allocate(unit * (isApart ? givenCount + gotCount : largest));
        long mine = isApart ? 0 : gpu.rank() * eachCount * unit;
        long given = memory + (kind == CollectiveKind.ALL_GATHER ? mine : 0);
        long got = memory + (isApart ? givenCount * unit : kind == CollectiveKind.REDUCE_SCATTER ? mine : 0);
        return new Buffers(kind, elementCount, eachCount, precision, memory, given, got);
    }

    /** Whether every rank has its own part of the message. */
    static boolean isDivided(CollectiveKind kind) {
        return switch (kind) {
            case ALL_GATHER, REDUCE_SCATTER, ALL_TO_ALL -> true;
            case ALL_REDUCE, BROADCAST, SEND_RECEIVE -> false;
        };
    }

    /** The address of the part for, or of, {@code rank} in a buffer. */
    long part(long buffer, int rank) {
        return buffer + rank * eachCount * (long) precision.byteCount();
    }

    long gotBytes() {
        return (kind == CollectiveKind.REDUCE_SCATTER ? eachCount : elementCount) * (long) precision.byteCount();
    }

    double messageBytes() {
        return elementCount * precision.byteCount();
    }
}
