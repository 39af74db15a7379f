package org.stepcast.estimator.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stepcast.estimator.memory.SlowCase.Kind;

/**
 * The tensor list equals a slow oracle that knows no formula: a heap on which every operator of a step, forward and
 * backward, allocates what it makes and frees what nobody needs any more.
 */
final class SlowOracleTest {

    private static final MemoryModel MODEL = MemoryModel.builtIn();

    private record Plan(
            String name,
            int tensor,
            boolean divided,
            int context,
            int pipeline,
            int chunks,
            int data,
            int zero,
            int expertWays) {}

    private static final List<Plan> PLANS = List.of(
            new Plan("one device", 1, false, 1, 1, 1, 1, 0, 1),
            new Plan("pipeline 4", 1, false, 1, 4, 1, 1, 0, 1),
            new Plan("data 4, zero1", 1, false, 1, 1, 1, 4, 1, 1),
            new Plan("pipeline 2, data 2, zero1", 1, false, 1, 2, 1, 2, 1, 1));

    private static final List<Plan> TENSOR_PLANS = List.of(
            new Plan("tensor 2", 2, false, 1, 1, 1, 1, 0, 1),
            new Plan("tensor 2, sequence parallel", 2, true, 1, 1, 1, 1, 0, 1),
            new Plan("tensor 2, pipeline 2", 2, true, 1, 2, 1, 1, 0, 1));

    private static final List<Plan> GATED_PLANS = List.of(
            new Plan("context 2", 1, false, 2, 1, 1, 1, 0, 1),
            new Plan("context 2, tensor 2, zero1", 2, true, 2, 1, 1, 2, 1, 1),
            new Plan("data 4, zero2", 1, false, 1, 1, 1, 4, 2, 1),
            new Plan("data 4, zero3", 1, false, 1, 1, 1, 4, 3, 1),
            new Plan("pipeline 4, 2 chunks", 1, false, 1, 4, 2, 1, 0, 1));

    private static final List<Plan> EXPERT_PLANS = List.of(
            new Plan("expert 4", 1, false, 1, 1, 1, 4, 0, 4), new Plan("expert 4, zero1", 1, false, 1, 2, 1, 8, 1, 4));

    static List<SlowCase> cases() {
        List<SlowCase> cases = new ArrayList<>();
        for (String recompute : List.of("none", "selective", "full")) {
            for (Kind kind : Kind.values()) {
                PLANS.forEach(plan -> cases.add(job(kind, 16, plan, recompute)));
            }
            for (Kind kind : List.of(Kind.GPT, Kind.LLAMA, Kind.LATENT)) {
                TENSOR_PLANS.forEach(plan -> cases.add(job(kind, 16, plan, recompute)));
            }
            GATED_PLANS.forEach(plan -> cases.add(job(Kind.LLAMA, 4, plan, recompute)));
            for (Kind kind : List.of(Kind.EXPERTS, Kind.BUSY_EXPERTS)) {
                EXPERT_PLANS.forEach(plan -> cases.add(job(kind, 4, plan, recompute)));
            }
        }
        return cases;
    }

    private static SlowCase job(Kind kind, int keyHeads, Plan plan, String recompute) {
        return new SlowCase(
                kind,
                8,
                2048,
                16,
                keyHeads,
                128,
                kind == Kind.GPT ? 8192 : 5632,
                kind == Kind.LLAMA ? 8192 : 32000,
                2048,
                2,
                8,
                plan.tensor(),
                plan.divided(),
                plan.context(),
                plan.pipeline(),
                plan.chunks(),
                plan.data(),
                plan.zero(),
                plan.expertWays(),
                recompute);
    }

    /** The same job for the model: a GPT in fp16 as Megatron-LM ran it in 2022, a LLaMA in bf16 as it does now. */
    private static MemoryJob named(SlowCase job) {
        return MemoryJob.empty()
                .with("model.layers", job.layers())
                .with("model.hidden_size", job.hidden())
                .with("model.heads", job.heads())
                .with(job.kind() == Kind.LATENT ? latent() : MemoryJob.empty().with("model.kv_heads", job.keyHeads()))
                .with(job.hasExperts() ? experts(job) : MemoryJob.empty())
                .with("model.feed_forward_size", job.width())
                .with("model.vocabulary_size", job.vocabulary())
                .with("model.activation", job.gated() ? "swiglu" : "gelu")
                .with("model.normalization", job.gated() ? "rms_norm" : "layer_norm")
                .with("model.positions", job.gated() ? "rotary" : "learned")
                .with(job.gated() ? MemoryJob.empty() : MemoryJob.empty().with("model.position_count", job.sequence()))
                .with("model.biases", job.gated() ? "none" : "all")
                .with("cluster.name", "A100-SXM4-80GB")
                .with("parallel.tensor", job.tensor())
                .with("parallel.sequence_parallel", job.divided())
                .with("parallel.context", job.context())
                .with("parallel.context_exchange", "all_to_all")
                .with("parallel.pipeline", job.pipeline())
                .with("parallel.expert", job.expertWays())
                .with("parallel.expert_tensor", 1)
                .with("parallel.virtual_stages", job.chunks())
                .with("parallel.schedule", job.chunks() > 1 ? "interleaved_1f1b" : "1f1b")
                .with("parallel.data", job.data())
                .with("parallel.sharding", job.zero() == 0 ? "none" : "zero" + job.zero())
                .with("batch.sequence_length", job.sequence())
                .with("batch.micro", job.micro())
                .with("batch.global", job.micro() * job.microBatches() * job.data())
                .with("precision", job.gated() ? "bf16" : "fp16")
                .with("attention", job.gated() ? "flash" : "unfused")
                .with("recompute", job.recompute())
                .with("framework.name", "megatron-lm")
                .with("framework.year", job.gated() ? 2025 : 2022);
    }

    private static MemoryJob latent() {
        return MemoryJob.empty()
                .with(
                        "model.latent_attention",
                        "{query_rank: " + SlowCase.QUERY_RANK + ", kv_rank: " + SlowCase.KEY_RANK + ", head_size: "
                                + SlowCase.PLAIN_HEAD + ", rotary_head_size: " + SlowCase.ROTARY_HEAD
                                + ", value_head_size: " + SlowCase.VALUE_HEAD + "}");
    }

    private static MemoryJob experts(SlowCase job) {
        return MemoryJob.empty()
                .with(
                        "model.moe",
                        "{experts: " + SlowCase.EXPERTS + ", top_k: " + SlowCase.TOP_K + ", hidden_size: "
                                + SlowCase.EXPERT_WIDTH + ", shared_size: " + SlowCase.SHARED_WIDTH
                                + ", dense_layers: 1, routing: "
                                + (job.kind() == Kind.BUSY_EXPERTS ? "power_law_1_2" : "balanced") + "}");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyStageEqualsTheOracle(SlowCase job) {
        List<StageMemory> stages = MODEL.estimate(named(job).config()).stages();
        for (StageMemory stage : stages) {
            assertThat((double) stage.allocatedBytes())
                    .as("stage %d, %s", stage.stage(), stage.peak().name())
                    .isCloseTo(
                            SlowStage.peakBytes(job, stage.stage()),
                            withinPercentage(job.gated() && !job.hasExperts() ? 0.1 : 1));
        }
    }
}
