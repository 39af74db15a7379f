package org.stepcast.estimator.timing;

import java.util.Optional;
import org.stepcast.core.operator.Activation;
import org.stepcast.core.operator.Activation.ActivationKind;
import org.stepcast.core.operator.Attention;
import org.stepcast.core.operator.Attention.AttentionMask;
import org.stepcast.core.operator.Normalization;
import org.stepcast.core.operator.Normalization.NormalizationKind;
import org.stepcast.core.operator.Operator;

/** Operators that run like another one of the same inputs: their times relate as their work. */
final class Likeness {

    private Likeness() {}

    /** The operator whose samples may stand in for those of {@code operator}. */
    static Optional<Operator> of(Operator operator) {
        return switch (operator) {
            case Attention attention -> Optional.of(otherMask(attention));
            case Normalization norm -> layerNorm(norm);
            case Activation activation -> gelu(activation);
            default -> Optional.empty();
        };
    }

    private static Optional<Operator> layerNorm(Normalization norm) {
        return norm.kind() == NormalizationKind.RMS_NORM
                ? Optional.of(new Normalization(NormalizationKind.LAYER_NORM, norm.tokenCount(), norm.hiddenSize()))
                : Optional.empty();
    }

    private static Optional<Operator> gelu(Activation activation) {
        return activation.kind() == ActivationKind.SWIGLU
                ? Optional.of(new Activation(ActivationKind.GELU, activation.tokenCount(), activation.width()))
                : Optional.empty();
    }

    private static Attention otherMask(Attention attention) {
        return new Attention(
                attention.batchCount(),
                attention.sequenceTokens(),
                attention.queryHeadCount(),
                attention.keyValueHeadCount(),
                attention.headSize(),
                attention.mask() == AttentionMask.CAUSAL ? AttentionMask.FULL : AttentionMask.CAUSAL);
    }
}
