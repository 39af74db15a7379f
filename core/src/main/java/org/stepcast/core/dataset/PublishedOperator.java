package org.stepcast.core.dataset;

import java.util.List;
import java.util.Optional;
import org.stepcast.core.operator.Activation;
import org.stepcast.core.operator.Activation.ActivationKind;
import org.stepcast.core.operator.Attention;
import org.stepcast.core.operator.Attention.AttentionMask;
import org.stepcast.core.operator.BatchedGemm;
import org.stepcast.core.operator.BatchedGemm.BatchedGemmKind;
import org.stepcast.core.operator.CrossEntropy;
import org.stepcast.core.operator.ElementWise;
import org.stepcast.core.operator.ElementWise.ElementWiseKind;
import org.stepcast.core.operator.Embedding;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.MaskFill;
import org.stepcast.core.operator.Normalization;
import org.stepcast.core.operator.Normalization.NormalizationKind;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.RotaryEmbedding;
import org.stepcast.core.operator.Softmax;
import org.stepcast.core.operator.Softmax.SoftmaxKind;

/**
 * The operators that the published samples of estimate-train-time name, with the meaning that they have there: shapes are
 * of the whole model, {@code mp} divides them among tensor-parallel ranks. Source: its target functions, MIT licence.
 */
public enum PublishedOperator {
    EMBEDDING("embedding", "mp", "b", "l", "dim"),
    LINEAR1("linear1", "mp", "b", "l", "dim"),
    LINEAR2("linear2", "mp", "b", "l", "dim"),
    LINEAR3("linear3", "mp", "b", "l", "dim"),
    LINEAR4("linear4", "mp", "b", "l", "dim"),
    LINEAR_FINAL("linear_final", "mp", "b", "l", "dim"),
    GELU("gelu", "mp", "b", "l", "dim"),
    LAYER_NORM("layernorm", "b", "l", "dim"),
    RMS_LAYER_NORM("RMSlayernorm", "b", "l", "dim"),
    RESIDUAL_ADD("res_add", "b", "l", "dim"),
    ROTARY_EMBEDDING("RoPE", "mp", "b", "h", "l", "dim"),
    FLASH_ATTENTION("flash_atten", "mp", "b", "h", "l", "dim"),
    ATTENTION_SCORES("baddbmm", "mp", "b", "h", "l", "dim"),
    ATTENTION_VALUES("bmm", "mp", "b", "h", "l", "dim"),
    MASK_FILL("fillmask", "mp", "b", "h", "l", "dim"),
    SOFTMAX("softmax", "mp", "b", "h", "l"),
    CAUSAL_SOFTMAX("ScaledUpperTriangMaskedSoftmax", "mp", "b", "h", "l"),
    CROSS_ENTROPY("parallel_cross_entropy_128", "mp", "b", "l"),
    FIRST_STAGE_OPTIMIZER("firstStage_optimizer", "mp", "dim", "encoders"),
    MIDDLE_STAGE_OPTIMIZER("middleStage_optimizer", "mp", "dim", "encoders"),
    LAST_STAGE_OPTIMIZER("lastStage_optimizer", "mp", "dim", "encoders"),
    OPTIMIZER("optimizer", "num_layers", "hidden_size", "param_tensors", "params");

    private final String publishedName;
    private final String columnNames;

    PublishedOperator(String publishedName, String... columns) {
        this.publishedName = publishedName;
        this.columnNames = String.join(",", columns);
    }

    /** The name in file names and configurations. */
    public String publishedName() {
        return publishedName;
    }

    /** The shape columns, in order. */
    public List<String> columns() {
        return List.of(columnNames.split(","));
    }

    /** The operator with this published name. */
    public static Optional<PublishedOperator> named(String name) {
        for (PublishedOperator operator : values()) {
            if (operator.publishedName.equals(name)) {
                return Optional.of(operator);
            }
        }
        return Optional.empty();
    }

    /**
     * The operator that one rank runs for a shape of the whole model; divisions round down as the samples' code does.
     *
     * @throws IllegalArgumentException if the shape leaves a rank nothing to do
     */
    public Operator operator(PublishedShape s) {
        return switch (this) {
            case EMBEDDING -> new Embedding(s.b() * s.l(), s.vocabularyShard(), s.dim());
            case LINEAR1 -> new Gemm(s.b() * s.l(), 3 * s.dim() / s.mp(), s.dim(), Bias.ADDED);
            case LINEAR2 -> new Gemm(s.b() * s.l(), s.dim(), s.dim() / s.mp(), Bias.NONE);
            case LINEAR3 -> new Gemm(s.b() * s.l(), 4 * s.dim() / s.mp(), s.dim(), Bias.NONE);
            case LINEAR4 -> new Gemm(s.b() * s.l(), s.dim(), 4 * s.dim() / s.mp(), Bias.NONE);
            case LINEAR_FINAL -> new Gemm(s.b() * s.l(), s.vocabularyShard(), s.dim(), Bias.NONE);
            case GELU -> new Activation(ActivationKind.GELU, s.b() * s.l(), 4 * s.dim() / s.mp());
            case LAYER_NORM -> new Normalization(NormalizationKind.LAYER_NORM, s.b() * s.l(), s.dim());
            case RMS_LAYER_NORM -> new Normalization(NormalizationKind.UNFUSED_RMS_NORM, s.b() * s.l(), s.dim());
            case RESIDUAL_ADD -> new ElementWise(ElementWiseKind.RESIDUAL_ADD, s.b() * s.l() * s.dim());
            case ROTARY_EMBEDDING -> new RotaryEmbedding(s.b(), s.l(), s.heads(), s.heads(), s.headSize());
            case FLASH_ATTENTION -> new Attention(s.b(), s.l(), s.heads(), s.heads(), s.headSize(), AttentionMask.FULL);
            case ATTENTION_SCORES ->
                new BatchedGemm(BatchedGemmKind.SCORES, s.b() * s.heads(), s.l(), s.l(), s.headSize());
            case ATTENTION_VALUES ->
                new BatchedGemm(BatchedGemmKind.VALUES, s.b() * s.heads(), s.l(), s.headSize(), s.l());
            case MASK_FILL -> new MaskFill(s.b() * s.heads(), s.l(), s.l());
            case SOFTMAX -> new Softmax(SoftmaxKind.PLAIN, s.b() * s.heads(), s.l(), s.l());
            case CAUSAL_SOFTMAX -> new Softmax(SoftmaxKind.CAUSAL_FUSED, s.b() * s.heads(), s.l(), s.l());
            case CROSS_ENTROPY -> new CrossEntropy(s.b(), s.l(), s.vocabularyShard());
            case FIRST_STAGE_OPTIMIZER, MIDDLE_STAGE_OPTIMIZER, LAST_STAGE_OPTIMIZER ->
                PublishedStage.of(this, s).step();
            case OPTIMIZER -> PublishedStage.stepOf(s);
        };
    }
}
