package org.stepcast.core.dataset;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stepcast.core.dataset.Layout.Shape;
import org.stepcast.core.operator.Activation;
import org.stepcast.core.operator.Activation.ActivationKind;
import org.stepcast.core.operator.Attention;
import org.stepcast.core.operator.Attention.AttentionMask;
import org.stepcast.core.operator.CrossEntropy;
import org.stepcast.core.operator.Embedding;
import org.stepcast.core.operator.ExpertLayer;
import org.stepcast.core.operator.ExpertLayer.Routing;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.Normalization;
import org.stepcast.core.operator.Normalization.NormalizationKind;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.OptimizerStep;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.RotaryEmbedding;

/**
 * Files whose columns are the shape of one rank's operator as it is. The first three are NVIDIA's, which time the forward pass
 * only; the others are ours, for what the published names do not reach: any vocabulary, grouped heads, gated MLPs.
 */
final class PlainLayouts {

    private static final Map<String, Layout> LAYOUTS = layouts();

    private PlainLayouts() {}

    static List<String> names() {
        return List.copyOf(LAYOUTS.keySet());
    }

    static Optional<Layout> named(String name) {
        return Optional.ofNullable(LAYOUTS.get(name));
    }

    private static Map<String, Layout> layouts() {
        Map<String, Layout> layouts = new LinkedHashMap<>();
        layouts.put("gemm", forward("dur(us)", PlainLayouts::gemm, "m", "n", "k"));
        layouts.put(
                "flash_attention", forward("F_dur(us)", PlainLayouts::attention, "b", "l", "h", "kv_h", "head_dim"));
        layouts.put(
                "moe",
                forward(
                        "F_dur(us)",
                        PlainLayouts::experts,
                        "tokens",
                        "hidden",
                        "expert_hidden",
                        "topk",
                        "experts",
                        "tp",
                        "ep",
                        "distribution"));
        layouts.put("rms_norm", both(row -> norm(row, NormalizationKind.RMS_NORM), "tokens", "hidden"));
        layouts.put("swiglu", both(PlainLayouts::swiglu, "tokens", "width"));
        layouts.put("rotary", both(PlainLayouts::rotary, "b", "l", "h", "kv_h", "head_dim"));
        layouts.put("vocabulary_embedding", both(PlainLayouts::embedding, "tokens", "vocabulary", "hidden"));
        layouts.put("cross_entropy", both(PlainLayouts::crossEntropy, "b", "l", "vocabulary"));
        layouts.put(
                "adam",
                new Layout(List.of("params", "tensors", "largest"), Map.of(Pass.WHOLE, "dur(us)"), PlainLayouts::adam));
        return layouts;
    }

    /** A file that may lack the backward pass. */
    private static Layout forward(String timeColumn, Shape shape, String... columns) {
        return new Layout(List.of(columns), Map.of(Pass.FORWARD, timeColumn, Pass.BACKWARD, "B_dur(us)"), shape)
                .withOptional(Pass.BACKWARD);
    }

    private static Layout both(Shape shape, String... columns) {
        return new Layout(List.of(columns), Map.of(Pass.FORWARD, "F_dur(us)", Pass.BACKWARD, "B_dur(us)"), shape);
    }

    private static Operator gemm(Row row) throws Row.BadCell {
        return new Gemm(row.count("m"), row.count("n"), row.count("k"), Bias.NONE);
    }

    private static Operator attention(Row row) throws Row.BadCell {
        return new Attention(
                row.count("b"),
                row.count("l"),
                row.count("h"),
                row.count("kv_h"),
                row.count("head_dim"),
                AttentionMask.CAUSAL);
    }

    private static Operator experts(Row row) throws Row.BadCell {
        return new ExpertLayer(
                row.count("tokens"),
                row.count("hidden"),
                row.count("expert_hidden"),
                row.count("topk"),
                row.count("experts"),
                row.count("tp"),
                row.count("ep"),
                routing(row));
    }

    private static Routing routing(Row row) throws Row.BadCell {
        String text = row.text("distribution");
        return switch (text) {
            case "balanced" -> Routing.BALANCED;
            case "power_law_1.01" -> Routing.POWER_LAW_1_01;
            case "power_law_1.2" -> Routing.POWER_LAW_1_2;
            default -> throw new Row.BadCell("distribution", text, "must be balanced, power_law_1.01 or power_law_1.2");
        };
    }

    private static Operator norm(Row row, NormalizationKind kind) throws Row.BadCell {
        return new Normalization(kind, row.count("tokens"), row.count("hidden"));
    }

    private static Operator swiglu(Row row) throws Row.BadCell {
        return new Activation(ActivationKind.SWIGLU, row.count("tokens"), row.count("width"));
    }

    private static Operator rotary(Row row) throws Row.BadCell {
        return new RotaryEmbedding(
                row.count("b"), row.count("l"), row.count("h"), row.count("kv_h"), row.count("head_dim"));
    }

    private static Operator embedding(Row row) throws Row.BadCell {
        return new Embedding(row.count("tokens"), row.count("vocabulary"), row.count("hidden"));
    }

    private static Operator crossEntropy(Row row) throws Row.BadCell {
        return new CrossEntropy(row.count("b"), row.count("l"), row.count("vocabulary"));
    }

    private static Operator adam(Row row) throws Row.BadCell {
        return new OptimizerStep(row.count("params"), row.count("tensors"), row.count("largest"));
    }
}
