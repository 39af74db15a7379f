package org.stepcast.estimator.search;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A key of the named form that the search varies unless it is kept. */
public enum PlanKey {
    TENSOR("parallel.tensor"),
    SEQUENCE_PARALLEL("parallel.sequence_parallel"),
    PIPELINE("parallel.pipeline"),
    VIRTUAL_STAGES("parallel.virtual_stages"),
    SCHEDULE("parallel.schedule"),
    CONTEXT("parallel.context"),
    CONTEXT_EXCHANGE("parallel.context_exchange"),
    EXPERT("parallel.expert"),
    EXPERT_TENSOR("parallel.expert_tensor"),
    DATA("parallel.data"),
    SHARDING("parallel.sharding"),
    OVERLAP("parallel.overlap"),
    MICRO("batch.micro"),
    RECOMPUTE("recompute"),
    OFFLOAD("offload");

    private final String path;

    PlanKey(String path) {
        this.path = path;
    }

    /** Where the named form writes it: {@code parallel.tensor}. */
    public String path() {
        return path;
    }

    /** The key of a path; its last part suffices. */
    public static Optional<PlanKey> find(String path) {
        return Arrays.stream(values())
                .filter(key -> key.path.equals(path) || key.path.endsWith("." + path))
                .findFirst();
    }

    /** All paths, in order. */
    public static List<String> paths() {
        return Arrays.stream(values()).map(PlanKey::path).toList();
    }
}
