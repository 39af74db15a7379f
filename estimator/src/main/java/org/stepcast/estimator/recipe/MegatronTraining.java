package org.stepcast.estimator.recipe;

import java.util.LinkedHashMap;
import java.util.Map;

/** Megatron-LM's arguments beside model and plan: optimizer as LLaMA models have it, data, checkpoints, logging. */
final class MegatronTraining {

    private MegatronTraining() {}

    static Map<String, String> of(RecipeJob job) {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("--train-iters", Long.toString(job.stepCount()));
        job.config()
                .run()
                .flatMap(run -> run.rampUp())
                .ifPresent(ramp -> arguments.put(
                        "--rampup-batch-size",
                        ramp.startSize() + " " + ramp.incrementSize() + " " + ramp.sampleCount()));
        arguments.put("--lr", job.learningRate());
        arguments.put("--min-lr", job.lastLearningRate());
        arguments.put("--lr-decay-style", "cosine");
        arguments.put("--lr-warmup-iters", Long.toString(job.warmupStepCount()));
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
        arguments.put("--eval-interval", "1000");
        arguments.put("--eval-iters", "10");
        arguments.put("--log-interval", "10");
        arguments.put("--log-throughput", "");
        return arguments;
    }
}
