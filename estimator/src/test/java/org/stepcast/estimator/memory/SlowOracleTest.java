package org.stepcast.estimator.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tensor list equals a slow oracle that knows no formula: a heap on which every operator of a step, forward and
 * backward, allocates what it makes and frees what nobody needs any more.
 */
final class SlowOracleTest {

    private static final MemoryModel MODEL = MemoryModel.builtIn();

    private record Plan(
            String name, int tensor, boolean divided, int context, int pipeline, int chunks, int data, int zero) {}

    private static final List<Plan> PLANS = List.of(
            new Plan("one device", 1, false, 1, 1, 1, 1, 0),
            new Plan("tensor 2", 2, false, 1, 1, 1, 1, 0),
            new Plan("tensor 2, sequence parallel", 2, true, 1, 1, 1, 1, 0),
            new Plan("pipeline 4", 1, false, 1, 4, 1, 1, 0),
            new Plan("tensor 2, pipeline 2", 2, true, 1, 2, 1, 1, 0),
            new Plan("data 4, zero1", 1, false, 1, 1, 1, 4, 1),
            new Plan("pipeline 2, data 2, zero1", 1, false, 1, 2, 1, 2, 1));

    static List<SlowCase> cases() {
        List<SlowCase> cases = new ArrayList<>();
        for (String recompute : List.of("none", "selective", "full")) {
            for (Plan plan : PLANS) {
                cases.add(gpt(plan, recompute));
                cases.add(llama(16, plan, recompute));
                cases.add(llama(4, plan, recompute));
            }
            cases.add(llama(16, new Plan("context 2", 1, false, 2, 1, 1, 1, 0), recompute));
            cases.add(llama(4, new Plan("context 2, zero1", 2, true, 2, 1, 1, 2, 1), recompute));
        }
        return cases;
    }

    private static SlowCase gpt(Plan plan, String recompute) {
        return job(false, 16, plan, recompute);
    }

    private static SlowCase llama(int keyHeads, Plan plan, String recompute) {
        return job(true, keyHeads, plan, recompute);
    }

    private static SlowCase job(boolean gated, int keyHeads, Plan plan, String recompute) {
        return new SlowCase(
                gated,
                8,
                2048,
                16,
                keyHeads,
                128,
                gated ? 5632 : 8192,
                32000,
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
                recompute);
    }

    /** The same job for the model: a GPT in fp16 as Megatron-LM ran it in 2022, a LLaMA in bf16 as it does now. */
    private static MemoryJob named(SlowCase job) {
        return MemoryJob.empty()
                .with("model.layers", job.layers())
                .with("model.hidden_size", job.hidden())
                .with("model.heads", job.heads())
                .with("model.kv_heads", job.keyHeads())
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

    @ParameterizedTest
    @MethodSource("cases")
    void everyStageEqualsTheOracle(SlowCase job) {
        List<StageMemory> stages = MODEL.estimate(named(job).config()).stages();
        for (StageMemory stage : stages) {
            assertThat((double) stage.allocatedBytes())
                    .as("stage %d, %s", stage.stage(), stage.peak().name())
                    .isCloseTo(SlowStage.peakBytes(job, stage.stage()), withinPercentage(job.gated() ? 0.1 : 1));
        }
    }
}
