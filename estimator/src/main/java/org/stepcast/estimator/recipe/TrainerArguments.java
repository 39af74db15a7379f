package org.stepcast.estimator.recipe;

import java.util.LinkedHashMap;
import java.util.Map;

/** Arguments of transformers' examples/pytorch/language-modeling/run_clm.py, which DeepSpeed and FSDP recipes train with. */
final class TrainerArguments {

    private TrainerArguments() {}

    static Map<String, String> of(RecipeJob job) {
        NamedKeys keys = job.keys();
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("--config_name", "\"${HF_MODEL}\"");
        arguments.put("--tokenizer_name", "\"${HF_MODEL}\"");
        arguments.put("--train_file", "\"${TRAIN_FILE}\"");
        arguments.put("--do_train", "");
        arguments.put("--output_dir", "\"${OUTPUT_DIR}\"");
        arguments.put("--block_size", keys.text("batch.sequence_length"));
        arguments.put("--per_device_train_batch_size", keys.text("batch.micro"));
        arguments.put(
                "--gradient_accumulation_steps", Long.toString(job.config().microBatchCount()));
        arguments.put("--max_steps", Long.toString(job.stepCount()));
        arguments.put("--learning_rate", job.learningRate());
        arguments.put("--lr_scheduler_type", "cosine");
        arguments.put("--warmup_steps", Long.toString(job.warmupStepCount()));
        arguments.put("--weight_decay", "0.1");
        arguments.put("--adam_beta1", "0.9");
        arguments.put("--adam_beta2", "0.95");
        arguments.put("--max_grad_norm", "1.0");
        if (!keys.text("precision").equals("fp32")) {
            arguments.put("--" + keys.text("precision"), "");
        }
        if (keys.isOn("framework.compile")) {
            arguments.put("--torch_compile", "");
        }
        arguments.put("--save_steps", "500");
        arguments.put("--logging_steps", "10");
        return arguments;
    }
}
