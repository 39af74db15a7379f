package org.stepcast.estimator.config;

import java.util.function.Function;
import org.stepcast.core.error.Faults;
import org.stepcast.estimator.config.Framework.FrameworkName;
import org.stepcast.estimator.config.ParallelPlan.Schedule;
import org.stepcast.estimator.config.ParallelPlan.Sharding;

/** How the sizes of a job must fit together. A rule is left out where one of its sizes is not known. */
final class PlanRules {

    private final Sizes sizes;
    private final Function<Size, String> path;
    private final Faults faults;

    /** @param path where the form at hand writes a size */
    PlanRules(Sizes sizes, Function<Size, String> path, Faults faults) {
        this.sizes = sizes;
        this.path = path;
        this.faults = faults;
    }

    void check() {
        checkHeads();
        mustDivide(Size.TENSOR, Size.HEADS);
        mustDivide(Size.TENSOR, Size.FEED_FORWARD);
        mustDivide(Size.CONTEXT, Size.SEQUENCE);
        checkStages();
        checkDeviceCount();
        checkBatch();
        atMost(Size.SEQUENCE, Size.POSITIONS, "Maybe set model.position_count.");
        checkExperts();
    }

    /** Sequence parallelism divides the tokens of a micro-batch among the tensor-parallel ranks. */
    void checkSequenceParallel() {
        mustDivide(Size.TENSOR, Size.SEQUENCE);
    }

    /** All-to-all context parallelism divides the heads that tensor parallelism leaves. */
    void checkHeadExchange() {
        if (sizes.areKnown(Size.TENSOR, Size.CONTEXT, Size.HEADS)) {
            long heads = sizes.value(Size.HEADS) / sizes.value(Size.TENSOR);
            if (heads % sizes.value(Size.CONTEXT) != 0) {
                fault(
                        Size.CONTEXT,
                        "must divide the heads of a tensor-parallel rank (" + heads
                                + ") with context_exchange all_to_all",
                        NearNumbers.divisorHint(sizes.value(Size.CONTEXT), Math.max(1, heads)));
            }
        }
    }

    void checkSchedule(Schedule schedule) {
        if (!sizes.areKnown(Size.VIRTUAL_STAGES, Size.PIPELINE)) {
            return;
        }
        long chunks = sizes.value(Size.VIRTUAL_STAGES);
        if (chunks > 1 && schedule != Schedule.INTERLEAVED) {
            fault(Size.VIRTUAL_STAGES, "must be 1 with schedule " + schedule.label(), "Maybe use interleaved_1f1b.");
        } else if (chunks == 1 && schedule == Schedule.INTERLEAVED) {
            fault(Size.VIRTUAL_STAGES, "must be at least 2 with schedule " + schedule.label(), "Maybe use 2.");
        } else if (chunks > 1 && sizes.value(Size.PIPELINE) == 1) {
            fault(Size.VIRTUAL_STAGES, "must be 1 without pipeline parallelism", "Maybe use 1.");
        }
    }

    /** Source: DeepSpeed runtime/pipe/engine.py, which refuses it: gradients of all micro-batches add up anyway. */
    void checkSharding(FrameworkName framework, Sharding sharding, String shardingPath) {
        boolean deepSpeed = framework == FrameworkName.DEEPSPEED || framework == FrameworkName.GPT_NEOX;
        boolean further = sharding != Sharding.NONE && sharding != Sharding.ZERO1;
        if (deepSpeed && further && sizes.areKnown(Size.PIPELINE) && sizes.value(Size.PIPELINE) > 1) {
            faults.add(
                    shardingPath,
                    sharding.label(),
                    "must be none or zero1 with pipeline parallelism under " + framework.label(),
                    "Maybe use zero1.");
        }
    }

    private void checkHeads() {
        if (!sizes.areKnown(Size.HEAD_SIZE)) {
            mustDivide(Size.HEADS, Size.HIDDEN);
        }
        mustDivide(Size.KEY_VALUE_HEADS, Size.HEADS);
        if (sizes.areKnown(Size.TENSOR, Size.KEY_VALUE_HEADS, Size.HEADS)) {
            long tensor = sizes.value(Size.TENSOR);
            long heads = sizes.value(Size.KEY_VALUE_HEADS);
            boolean sharedOut = heads % tensor == 0 || tensor % heads == 0;
            if (!sharedOut && sizes.value(Size.HEADS) % tensor == 0) {
                fault(
                        Size.TENSOR,
                        "must divide the key-value head count (" + heads + ") or be a multiple of it",
                        NearNumbers.divisorHint(tensor, heads));
            }
        }
    }

    private void checkStages() {
        if (sizes.areKnown(Size.PIPELINE, Size.VIRTUAL_STAGES, Size.LAYERS)) {
            long layers = sizes.value(Size.LAYERS);
            long chunks = sizes.value(Size.VIRTUAL_STAGES);
            if (sizes.product(Size.PIPELINE, Size.VIRTUAL_STAGES) > layers) {
                String times = chunks == 1 ? "" : "times the virtual stages (" + chunks + ") ";
                fault(
                        Size.PIPELINE,
                        times + "must be at most the layer count (" + layers + ")",
                        "Maybe use " + Math.max(1, layers / chunks) + ".");
            }
        }
    }

    private void checkDeviceCount() {
        Size[] factors = {Size.TENSOR, Size.PIPELINE, Size.CONTEXT, Size.DATA};
        if (sizes.areKnown(factors) && sizes.areKnown(Size.GPU_COUNT)) {
            long product = sizes.product(factors);
            if (sizes.value(Size.GPU_COUNT) != product) {
                fault(
                        Size.GPU_COUNT,
                        "must be tensor · pipeline · context · data (" + factorText(factors) + " = " + product + ")",
                        "Maybe use " + product + ", or leave parallel.data out.");
            }
        }
        if (sizes.areKnown(factors) && sizes.areKnown(Size.EXPERT)) {
            long stage = sizes.product(Size.TENSOR, Size.CONTEXT, Size.DATA);
            // The tensor-parallel size divides a stage, and so does an expert-tensor-parallel size that is not given.
            long parts = sizes.areKnown(Size.EXPERT_TENSOR) ? sizes.value(Size.EXPERT_TENSOR) : 1;
            String rule = parts == 1
                    ? "must divide tensor · context · data (" + stage + ")"
                    : "times expert_tensor (" + parts + ") must divide tensor · context · data (" + stage + ")";
            long experts = sizes.value(Size.EXPERT);
            if (stage % parts != 0 || stage / parts % experts != 0) {
                fault(Size.EXPERT, rule, NearNumbers.divisorHint(experts, Math.max(1, stage / parts)));
            }
        }
    }

    private void checkExperts() {
        mustDivide(Size.EXPERT, Size.EXPERTS);
        mustDivide(Size.EXPERT_TENSOR, Size.EXPERT_FEED_FORWARD);
        mustDivide(Size.TENSOR, Size.SHARED_FEED_FORWARD);
        atMost(Size.TOP_K, Size.EXPERTS, "Maybe use 2.");
    }

    private void checkBatch() {
        Size[] factors = {Size.MICRO, Size.DATA};
        if (sizes.areKnown(factors) && sizes.areKnown(Size.GLOBAL)) {
            long product = sizes.product(factors);
            long global = sizes.value(Size.GLOBAL);
            if (global % product != 0) {
                fault(
                        Size.GLOBAL,
                        "must be a multiple of micro · data (" + factorText(factors) + " = " + product + ")",
                        NearNumbers.multipleHint(global, product));
            }
        }
    }

    private void mustDivide(Size divisor, Size multiple) {
        if (sizes.areKnown(divisor, multiple)) {
            long small = sizes.value(divisor);
            long large = sizes.value(multiple);
            if (large % small != 0) {
                fault(
                        divisor,
                        "must divide the " + multiple.noun() + " (" + large + ")",
                        NearNumbers.divisorHint(small, large));
            }
        }
    }

    private void atMost(Size size, Size limit, String hint) {
        if (sizes.areKnown(size, limit) && sizes.value(size) > sizes.value(limit)) {
            fault(size, "must be at most the " + limit.noun() + " (" + sizes.value(limit) + ")", hint);
        }
    }

    private void fault(Size size, String rule, String hint) {
        faults.add(path.apply(size), sizes.value(size), rule, hint);
    }

    private String factorText(Size... factors) {
        StringBuilder text = new StringBuilder();
        for (Size factor : factors) {
            text.append(text.isEmpty() ? "" : " · ").append(sizes.value(factor));
        }
        return text.toString();
    }
}
