package org.stepcast.estimator.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.stepcast.estimator.config.LayerStyle.Residual;

/**
 * What the forward pass of one layer keeps for its backward pass, for one micro-batch.
 *
 * @param input of the layer: what full recomputation starts from
 * @param lasting everything else but the core
 * @param core of attention: scores and what follows from them, which selective recomputation computes again
 */
record LayerTensors(Tensor input, List<Tensor> lasting, List<Tensor> core) {

    LayerTensors {
        lasting = List.copyOf(lasting);
        core = List.copyOf(core);
    }

    /** Korthikanti et al. 2022, arXiv 2205.05198, section 4.1, tensor by tensor, and what differs since. */
    static LayerTensors of(Setting setting, LayerKind kind) {
        Builder builder = new Builder(setting);
        builder.norm("norm 1");
        AttentionTensors.addTo(builder);
        builder.keepUnderDropout("dropout mask 1");
        builder.secondNorm();
        MlpTensors.addTo(builder, kind);
        builder.keepUnderDropout("dropout mask 2");
        return builder.build();
    }

    List<Tensor> all() {
        return Stream.of(List.of(input), lasting, core).flatMap(List::stream).toList();
    }

    /** Collects tensors. */
    static final class Builder {

        private final Setting setting;
        private final List<Tensor> lasting = new ArrayList<>();
        private final List<Tensor> core = new ArrayList<>();

        private Builder(Setting setting) {
            this.setting = setting;
        }

        Setting setting() {
            return setting;
        }

        void keep(String name, double bytes) {
            lasting.add(Tensor.of(name, Part.ACTIVATIONS, bytes));
        }

        void keepInCore(String name, double bytes) {
            core.add(Tensor.of(name, Part.ACTIVATIONS, bytes));
        }

        /** Dropout masks have one byte an element. */
        private void keepUnderDropout(String name) {
            if (setting.hasDropout()) {
                keep(name, setting.residualCount());
            }
        }

        /** Beside each other, attention and MLP read the same input, through one norm or two. */
        private void secondNorm() {
            Residual residual = setting.model().residual();
            if (residual == Residual.SEQUENTIAL) {
                keep("norm 2 input", setting.residualBytes());
            }
            if (residual != Residual.PARALLEL_ONE_NORM) {
                norm("norm 2");
            }
        }

        /** What follows from a norm's input. */
        private void norm(String name) {
            double elements = setting.residualCount();
            if (setting.has(Habit.NORM_OUTPUTS)) {
                keep(name + " output", elements * setting.inputBytes());
            }
            if (setting.has(Habit.FP32_NORMS) && setting.isGated()) {
                // An fp32 input of 4 bytes and a 16-bit copy of 2 stand in place of the input itself.
                keep(name + " in fp32, beyond its input", elements * (4 + 2 - setting.elementBytes()));
            }
        }

        private LayerTensors build() {
            return new LayerTensors(Tensor.of("layer input", Part.ACTIVATIONS, setting.residualBytes()), lasting, core);
        }
    }
}
