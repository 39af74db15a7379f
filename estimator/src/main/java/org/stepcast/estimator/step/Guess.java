package org.stepcast.estimator.step;

/** What a description of a job left open and a rule filled in: it widens the interval. */
public enum Guess {
    NETWORK("the network is not known: the device's usual one"),
    MICRO_BATCH("the micro-batch is not known: the fastest that fits"),
    RECOMPUTE("recomputation is not known: the least that fits"),
    VIRTUAL_STAGES("virtual stages are not known: the fastest number"),
    SHARDING("the ZeRO stage is not known: the framework's usual one"),
    PLAN("no parallel sizes are known: fully sharded data parallel"),
    SEQUENCE_PARALLEL("sequence parallelism is not known: the framework's usual setting");

    private final String reason;

    Guess(String reason) {
        this.reason = reason;
    }

    /** One clause for a report. */
    public String reason() {
        return reason;
    }
}
