package org.stepcast.estimator.memory;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A moment of a step at which memory may be fullest, with every tensor that is alive then.
 *
 * @param name {@code backward of micro-batch 1}
 */
public record Moment(String name, List<Tensor> tensors) {

    /** The only moment at which the optimizer's own tensors are alive. */
    static final String OPTIMIZER_STEP = "optimizer step";

    public Moment {
        tensors = tensors.stream().filter(tensor -> tensor.bytes() > 0).toList();
    }

    public long bytes() {
        return tensors.stream().mapToLong(Tensor::bytes).sum();
    }

    /** Bytes by part, the parts without any left out. */
    public Map<Part, Long> parts() {
        Map<Part, Long> parts = new EnumMap<>(Part.class);
        tensors.forEach(tensor -> parts.merge(tensor.part(), tensor.bytes(), Long::sum));
        return parts;
    }

    long bytes(Part part) {
        return tensors.stream()
                .filter(tensor -> tensor.part() == part)
                .mapToLong(Tensor::bytes)
                .sum();
    }
}
