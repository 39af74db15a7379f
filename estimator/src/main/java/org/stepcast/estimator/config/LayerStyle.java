package org.stepcast.estimator.config;

import java.util.Locale;
import org.stepcast.core.operator.Normalization.NormalizationKind;

/**
 * What all layers have in common.
 *
 * @param norm before attention, before the MLP and after the last layer
 * @param biases which linear layers add one
 * @param residual how attention and MLP are joined
 */
public record LayerStyle(Norm norm, Biases biases, Residual residual) {

    /** A norm and what it learns. */
    public enum Norm {
        /** Weight and bias. */
        LAYER_NORM(NormalizationKind.LAYER_NORM, 2),
        /** Weight alone (MPT). */
        LAYER_NORM_WITHOUT_BIAS(NormalizationKind.LAYER_NORM, 1),
        RMS_NORM(NormalizationKind.RMS_NORM, 1),
        /** In separate element-wise kernels in fp32, as GPT-NeoX has it. */
        UNFUSED_RMS_NORM(NormalizationKind.UNFUSED_RMS_NORM, 1);

        private final NormalizationKind kind;
        private final int tensorCount;

        Norm(NormalizationKind kind, int tensorCount) {
            this.kind = kind;
            this.tensorCount = tensorCount;
        }

        /** The name that files use: {@code rms_norm}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The kernel that computes it. */
        public NormalizationKind kind() {
            return kind;
        }

        /** Tensors that it learns, each with one element a feature. */
        public int tensorCount() {
            return tensorCount;
        }
    }

    /** How attention and MLP of a layer are joined. */
    public enum Residual {
        /** The MLP reads what attention has added to. */
        SEQUENTIAL(2),
        /** Both read the layer's input through a norm of their own, and their sum is added once (GPT-NeoX). */
        PARALLEL(2),
        /** The same with one norm for both (GPT-J, Falcon-7B, Phi). */
        PARALLEL_ONE_NORM(1);

        private final int normCount;

        Residual(int normCount) {
            this.normCount = normCount;
        }

        /** The name that files use: {@code parallel}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Norms of a layer. */
        public int normCount() {
            return normCount;
        }
    }
}
