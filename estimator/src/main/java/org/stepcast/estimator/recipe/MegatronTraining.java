package org.stepcast.estimator.recipe;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.stepcast.estimator.config.BatchRampUp;
import org.stepcast.estimator.config.RunLength;

/**
 * Megatron-LM's arguments beside model and plan: optimizer as LLaMA models have it, data, checkpoints, logging. A batch that
 * grows makes Megatron-LM count samples in place of iterations.
 */
final class MegatronTraining {

    private MegatronTraining() {}

    static Map<String, String> of(RecipeJob job) {
        Map<String, String> arguments = new LinkedHashMap<>();
        Optional<BatchRampUp> ramp = job.config().run().flatMap(RunLength::rampUp);
        if (ramp.isPresent()) {
            arguments.put("--train-samples", Long.toString(job.stepCount() * batch(job)));
            arguments.put(
                    "--rampup-batch-size",
                    ramp.get().startSize() + " " + ramp.get().incrementSize() + " "
                            + ramp.get().sampleCount());
            arguments.put("--lr-warmup-samples", Long.toString(job.warmupStepCount() * batch(job)));
        } else {
            arguments.put("--train-iters", Long.toString(job.stepCount()));
            arguments.put("--lr-warmup-iters", Long.toString(job.warmupStepCount()));
        }
        arguments.put("--lr", job.learningRate());
        arguments.put("--min-lr", job.lastLearningRate());
        arguments.put("--lr-decay-style", "cosine");
        arguments.put("--weight-decay", "0.1");
        arguments.put("--adam-beta1", "0.9");
        arguments.put("--adam-beta2", "0.95");
        arguments.put("--clip-grad", "1.0");
        arguments.put("--attention-dropout", "0.0");
        arguments.put("--hidden-dropout", "0.0");
        arguments.put("--data-path", "\"$DATA_PATH\"");
        arguments.put("--split", "99,1,0");
        arguments.put("--tokenizer-type", "HuggingFaceTokenizer");
        arguments.put("--tokenizer-model", "\"$HF_MODEL\"");
        arguments.put("--save", "\"$CHECKPOINTS\"");
        arguments.put("--load", "\"$CHECKPOINTS\"");
        arguments.put("--save-interval", "500");
        if (job.shardsByMegatronFsdp()) {
            arguments.put("--ckpt-format", "fsdp_dtensor"); // The only one that it writes.
        }
        arguments.put("--eval-interval", "1000");
        arguments.put("--eval-iters", "10");
        arguments.put("--log-interval", "10");
        arguments.put("--log-throughput", "");
        return arguments;
    }

    private static long batch(RecipeJob job) {
        return job.config().batch().globalSize();
    }
}
