package org.stepcast.core.operator;

import java.util.Locale;

/** What a collective does. */
public enum CollectiveKind {
    ALL_REDUCE,
    ALL_GATHER,
    REDUCE_SCATTER,
    ALL_TO_ALL,
    BROADCAST,
    SEND_RECEIVE;

    /** The name that files use: {@code all_reduce}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Bytes that each rank must send for each byte of the message (nccl-tests' bus bandwidth factor).
     *
     * @param rankCount ranks of the group, at least 1
     */
    public double busFactor(long rankCount) {
        double others = (double) (rankCount - 1) / rankCount;
        return switch (this) {
            case ALL_REDUCE -> 2 * others;
            case ALL_GATHER, REDUCE_SCATTER, ALL_TO_ALL -> others;
            case BROADCAST, SEND_RECEIVE -> 1;
        };
    }
}
