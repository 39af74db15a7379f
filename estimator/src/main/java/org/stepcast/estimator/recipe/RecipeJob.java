package org.stepcast.estimator.recipe;

import java.util.List;
import java.util.OptionalDouble;
import org.stepcast.estimator.config.TrainingConfig;

/**
 * A job with what its launch files need besides.
 *
 * @param keys every key of the named form
 * @param hubName the model on the Hugging Face hub, or the variable that stands for it
 * @param version of Stepcast
 */
record RecipeJob(TrainingConfig config, NamedKeys keys, String hubName, String version) {

    /** Where nothing says how long the run is. */
    private static final long SHORT_RUN = 1000;

    private static final double SMALL_PARAMETERS = 2e10;

    /** What every file says first. */
    String origin() {
        return "Written by Stepcast " + version + " from " + config.source() + ".";
    }

    long nodeCount() {
        return Math.max(1, Math.ceilDiv(config.deviceCount(), nodeDeviceCount()));
    }

    long nodeDeviceCount() {
        return Math.min(config.deviceCount(), config.cluster().node().deviceCount());
    }

    /** Whether Megatron-LM divides gradients or weights, by its own FSDP. */
    boolean shardsByMegatronFsdp() {
        return List.of("zero2", "zero3").contains(keys.text("parallel.sharding"));
    }

    /** How many queues launches go through: one, so that communication starts in order, but for FSDP, which needs more. */
    String connections() {
        boolean fsdp = shardsByMegatronFsdp() || keys.text("parallel.sharding").equals("fsdp");
        return "export CUDA_DEVICE_MAX_CONNECTIONS=" + (fsdp ? "8 # FSDP refuses 1" : "1 # launches keep their order")
                + "\n";
    }

    /** Optimizer steps of the run; few where its length is not given. */
    long stepCount() {
        OptionalDouble tokens = config.run().isPresent()
                ? OptionalDouble.of(config.run().get().trainedTokens())
                : OptionalDouble.empty();
        double step = (double) config.batch().globalSize() * config.batch().sequenceTokens();
        return tokens.isPresent() ? (long) Math.ceil(tokens.getAsDouble() / step) : SHORT_RUN;
    }

    String stepRemark() {
        return config.run().isPresent()
                ? "run.tokens / (sequence length x global batch)"
                : "a trial run: the job does not give run.tokens";
    }

    /** Peak learning rate of LLaMA models of about this size (arXiv 2302.13971, table 2). */
    String learningRate() {
        return config.model().parameterCount() < SMALL_PARAMETERS ? "3.0e-4" : "1.5e-4";
    }

    /** A tenth of the peak, as LLaMA models end with. */
    String lastLearningRate() {
        return config.model().parameterCount() < SMALL_PARAMETERS ? "3.0e-5" : "1.5e-5";
    }

    /** 2000 steps, as LLaMA models have, and at most a tenth of the run. */
    long warmupStepCount() {
        return Math.max(1, Math.min(2000, stepCount() / 10));
    }
}
