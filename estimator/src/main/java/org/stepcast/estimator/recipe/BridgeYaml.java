package org.stepcast.estimator.recipe;

import java.util.List;
import java.util.Map;
import org.stepcast.core.quantity.YamlFile;

/** Writes a job as Megatron-Bridge's overrides of a recipe: the fields of Megatron core's configurations. */
final class BridgeYaml {

    private final RecipeJob job;
    private final NamedKeys keys;
    private final NamedKeys yaml = new NamedKeys();

    private BridgeYaml(RecipeJob job) {
        this.job = job;
        this.keys = job.keys();
    }

    static String text(RecipeJob job) {
        return "# " + job.origin() + "\n# Overrides of a recipe's ConfigContainer. Steps: " + job.stepRemark() + ".\n"
                + YamlFile.text(of(job));
    }

    /** The overrides of a job that {@link MegatronGaps} found nothing against. */
    static Map<String, Object> of(RecipeJob job) {
        BridgeYaml writer = new BridgeYaml(job);
        writer.model();
        writer.plan();
        writer.execution();
        writer.training();
        return writer.yaml.nested();
    }

    private void model() {
        copy("model.num_layers", "model.layers");
        copy("model.hidden_size", "model.hidden_size");
        copy("model.ffn_hidden_size", "model.feed_forward_size");
        copy("model.num_attention_heads", "model.heads");
        copy("model.num_query_groups", "model.kv_heads");
        copy("model.kv_channels", "model.head_size");
        copy("model.num_moe_experts", "model.moe.experts");
        copy("model.moe_router_topk", "model.moe.top_k");
        copy("model.moe_router_num_groups", "model.moe.groups");
        copy("model.moe_router_group_topk", "model.moe.top_groups");
        copy("model.moe_ffn_hidden_size", "model.moe.hidden_size");
        copy("model.moe_shared_expert_intermediate_size", "model.moe.shared_size");
        copy("model.seq_length", "batch.sequence_length");
        yaml.put("model.share_embeddings_and_output_weights", keys.isOn("model.tied_embeddings"));
    }

    private void plan() {
        copy("model.tensor_model_parallel_size", "parallel.tensor");
        copy("model.pipeline_model_parallel_size", "parallel.pipeline");
        if (keys.whole("parallel.virtual_stages", 1) > 1) {
            copy("model.virtual_pipeline_model_parallel_size", "parallel.virtual_stages");
        }
        if (keys.has("parallel.layers_per_stage")) {
            yaml.put(
                    "model.pipeline_model_parallel_layout",
                    StageLayout.write(keys.wholes("parallel.layers_per_stage")));
        }
        copy("model.context_parallel_size", "parallel.context");
        copy("model.expert_model_parallel_size", "parallel.expert");
        copy("model.expert_tensor_parallel_size", "parallel.expert_tensor");
        copy("model.sequence_parallel", "parallel.sequence_parallel");
        if (keys.whole("parallel.context", 1) > 1) {
            yaml.put(
                    "model.cp_comm_type", keys.text("parallel.context_exchange").equals("all_to_all") ? "a2a" : "p2p");
        }
        yaml.put("model.account_for_embedding_in_pipeline_split", keys.isOn("parallel.count_embedding_as_layer"));
        yaml.put("model.account_for_loss_in_pipeline_split", keys.isOn("parallel.count_output_layer_as_layer"));
        String sharding = keys.text("parallel.sharding");
        boolean shards = !List.of("none", "fsdp").contains(sharding);
        copy("ddp.overlap_grad_reduce", "parallel.overlap.gradient_reduce");
        yaml.put("ddp.overlap_param_gather", shards && keys.isOn("parallel.overlap.parameter_gather"));
        yaml.put("ddp.use_distributed_optimizer", shards);
        yaml.put("optimizer.use_distributed_optimizer", shards);
        yaml.put("dist.use_torch_fsdp2", sharding.equals("fsdp"));
        yaml.put("dist.use_megatron_fsdp", sharding.equals("zero2") || sharding.equals("zero3"));
        if (yaml.isOn("dist.use_megatron_fsdp")) {
            yaml.put(
                    "ddp.data_parallel_sharding_strategy",
                    sharding.equals("zero2") ? "optim_grads" : "optim_grads_params");
        }
        yaml.put("model.tp_comm_overlap", keys.isOn("parallel.overlap.tensor"));
        if (keys.has("model.moe.experts")) {
            boolean deepEp = keys.text("framework.expert_dispatch").equals("deep_ep");
            yaml.put("model.moe_token_dispatcher_type", deepEp ? "flex" : "alltoall");
            yaml.put("model.moe_enable_deepep", deepEp);
            yaml.put("model.overlap_moe_expert_parallel_comm", keys.isOn("parallel.overlap.expert"));
        }
    }

    private void execution() {
        yaml.put("model.bf16", List.of("bf16", "fp8").contains(keys.text("precision")));
        yaml.put("model.fp16", keys.text("precision").equals("fp16"));
        if (keys.text("precision").equals("fp8")) {
            yaml.put("model.fp8", "hybrid");
        }
        String recompute = keys.text("recompute");
        if (!recompute.equals("none")) {
            yaml.put("model.recompute_granularity", recompute);
        }
        if (recompute.equals("full")) {
            yaml.put("model.recompute_method", "uniform").put("model.recompute_num_layers", 1L);
        }
        yaml.put("optimizer.optimizer_cpu_offload", keys.text("offload").equals("optimizer"));
    }

    private void training() {
        yaml.put("train.train_iters", job.stepCount());
        copy("train.global_batch_size", "batch.global");
        copy("train.micro_batch_size", "batch.micro");
        yaml.put("optimizer.lr", Double.parseDouble(job.learningRate()));
        yaml.put("optimizer.min_lr", Double.parseDouble(job.lastLearningRate()));
        yaml.put("scheduler.lr_warmup_iters", job.warmupStepCount());
        copy("dataset.sequence_length", "batch.sequence_length");
        yaml.put("checkpoint.save", "./checkpoints").put("checkpoint.save_interval", 500L);
        yaml.put("logger.log_interval", 10L);
    }

    private void copy(String field, String key) {
        keys.find(key).ifPresent(value -> yaml.put(field, value));
    }
}
