package org.stepcast.sampler.backend.cuda;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.core.operator.OptimizerStep;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.backend.cuda.Operand.Role;

/** One launch that updates many tensors, chunk by chunk. */
final class AdamKernel {

    static final float RATE = 1e-3f;
    static final float BETA1 = 0.9f;
    static final float BETA2 = 0.999f;
    static final float EPSILON = 1e-8f;

    /** Elements of a chunk. Source: NVIDIA apex, multi_tensor_apply, 2048 * 32. */
    private static final long CHUNK = 65536;

    private final RoutineBuilder builder;

    AdamKernel(RoutineBuilder builder) {
        this.builder = builder;
    }

    /** @param name of the operator: the published stages time the first step of a new optimizer, which clears its moments */
    void add(OptimizerStep step, String name) throws Refusal {
        long lanes = 16 / builder.type().byteCount();
        List<Long> packCounts = packCounts(step, lanes);
        long total = packCounts.stream().mapToLong(Long::longValue).sum() * lanes;
        Operand parameter = builder.random("parameter", Role.IN_PLACE, builder.type(), total, 1.0f);
        Operand gradient = builder.random("gradient", total);
        Operand first = builder.random("first", Role.IN_PLACE, builder.type(), total, 1.0f);
        Operand second = builder.filled("second", Role.IN_PLACE, builder.type(), total, 0);
        if (name.endsWith("Stage_optimizer")) {
            builder.add(() -> builder.driver().fill(first.address(), 0, first.sizeBytes()));
            builder.add(() -> builder.driver().fill(second.address(), 0, second.sizeBytes()));
        }
        List<Long> addresses = new ArrayList<>();
        List<Long> chunks = new ArrayList<>();
        long offset = 0;
        for (int tensor = 0; tensor < packCounts.size(); tensor++) {
            for (Operand operand : List.of(parameter, gradient, first, second)) {
                addresses.add(operand.address() + offset * 16);
            }
            for (long start = 0; start < packCounts.get(tensor); start += CHUNK / lanes) {
                chunks.add((long) tensor);
                chunks.add(start);
            }
            offset += packCounts.get(tensor);
        }
        builder.launch(
                "adam",
                "adam",
                new LaunchSize(chunks.size() / 2, 1, 512),
                builder.uploaded("tensors", array(addresses)),
                builder.uploaded("packCounts", array(packCounts)),
                builder.uploaded("chunks", array(chunks)),
                (int) (CHUNK / lanes),
                RATE,
                BETA1,
                BETA2,
                EPSILON,
                1 - BETA1,
                1 - BETA2);
    }

    /** The largest tensor, and the others sharing the rest; each is padded to whole packs. */
    private static List<Long> packCounts(OptimizerStep step, long lanes) {
        List<Long> counts = new ArrayList<>(List.of(Math.ceilDiv(step.largestTensorParameterCount(), lanes)));
        long rest = step.parameterCount() - step.largestTensorParameterCount();
        long others = Math.min(step.tensorCount() - 1, rest);
        for (long i = 0; i < others; i++) {
            counts.add(Math.ceilDiv(rest * (i + 1) / others - rest * i / others, lanes));
        }
        return counts;
    }

    private static long[] array(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }
}
