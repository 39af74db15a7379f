package org.stepcast.estimator.validation;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.core.operator.ExpertLayer.Routing;
import org.stepcast.estimator.config.Architecture;
import org.stepcast.estimator.config.Biases;
import org.stepcast.estimator.config.Experts;
import org.stepcast.estimator.config.FeedForward;
import org.stepcast.estimator.config.FeedForward.MlpActivation;
import org.stepcast.estimator.config.LayerStyle;
import org.stepcast.estimator.config.LayerStyle.Norm;
import org.stepcast.estimator.config.LayerStyle.Residual;
import org.stepcast.estimator.config.Positions;
import org.stepcast.estimator.config.Presets;
import org.stepcast.estimator.config.SelfAttention;
import org.stepcast.estimator.config.SelfAttention.QueryKeyNorm;
import org.stepcast.estimator.config.SelfAttention.QueryProjection;
import org.stepcast.estimator.config.Visibility;
import org.stepcast.estimator.config.Vocabulary;
import org.stepcast.estimator.config.Vocabulary.EmbeddingNorm;
import org.stepcast.estimator.config.Vocabulary.Embeddings;
import org.stepcast.estimator.config.Vocabulary.Padding;

/**
 * The model of a run. Gated MLPs stand for the LLaMA family: rotary positions, root-mean-square norms, embeddings of their
 * own; plain ones for the GPT family: learned positions, layer norms, tied embeddings. DeepSeek V2 and V3 are known by name.
 */
final class RunModel {

    private static final long PLAIN_RATIO = 4;

    /** Latent attention and shared experts of DeepSeek V2 and V3. Source: arXiv 2405.04434 and 2412.19437, section 4.2. */
    private static final Pattern DEEPSEEK = Pattern.compile("deepseek.*v([23])");

    private static final long QUERY_RANK = 1536;
    private static final long KEY_VALUE_RANK = 512;
    private static final long PLAIN_HEAD = 128;
    private static final long ROTARY_HEAD = 64;

    private static final Presets PRESETS = Presets.builtIn();

    private final RunRow row;
    private final long hidden;
    private final boolean gated;
    private final Matcher deepSeek;
    private final boolean isDeepSeek;

    private RunModel(RunRow row) {
        this.row = row;
        this.hidden = row.required("hidden");
        this.gated = row.flag("gated_mlp").orElse(false);
        this.deepSeek = DEEPSEEK.matcher(row.word("model_name").toLowerCase(Locale.ROOT));
        this.isDeepSeek = deepSeek.find();
    }

    /** The sizes of a row, or the preset that it names, with another number of layers where the row gives one. */
    static Architecture of(RunRow row) {
        Optional<String> name = row.text("preset");
        if (name.isEmpty()) {
            return new RunModel(row).read();
        }
        Architecture known = PRESETS.find(name.get())
                .orElseThrow(() -> new NotCoveredException(
                        "preset (" + name.get() + ") is not a known model (stepcast list models)"))
                .model();
        return known.withLayers(row.countOr("layers", known.layerCount()));
    }

    private Architecture read() {
        FeedForward mlp = new FeedForward(
                gated ? MlpActivation.SWIGLU : MlpActivation.GELU, row.countOr("ffn_hidden", PLAIN_RATIO * hidden));
        return new Architecture(
                row.text("model_name").orElse("model"),
                row.required("layers"),
                hidden,
                new Vocabulary(
                        row.required("vocab"),
                        new Padding.ByFramework(),
                        gated ? Embeddings.UNTIED : Embeddings.TIED,
                        EmbeddingNorm.ABSENT),
                gated ? new Positions.Rotary() : new Positions.Learned(row.required("seq_len")),
                attention(),
                new Visibility.Causal(),
                mlp,
                experts(mlp),
                new LayerStyle(
                        gated ? Norm.RMS_NORM : Norm.LAYER_NORM,
                        gated ? Biases.NONE : Biases.ALL,
                        Residual.SEQUENTIAL));
    }

    private SelfAttention attention() {
        long heads = row.required("heads");
        if (isDeepSeek) {
            return new SelfAttention.Latent(
                    heads,
                    new QueryProjection.LowRank(QUERY_RANK),
                    KEY_VALUE_RANK,
                    PLAIN_HEAD,
                    ROTARY_HEAD,
                    PLAIN_HEAD);
        }
        return new SelfAttention.Grouped(
                heads,
                row.countOr("kv_heads", heads),
                row.countOr("head_dim", Math.max(1, hidden / heads)),
                QueryKeyNorm.NONE);
    }

    /** All layers have experts: tables of runs do not say which have none. */
    private Experts experts(FeedForward expert) {
        long count = row.amount("moe_experts");
        if (count <= 1) {
            return new Experts.None();
        }
        long topK = row.countOr("moe_topk", 1);
        if (topK > count) {
            throw new BadInputException("moe_topk (" + topK + ") is more than the experts");
        }
        return new Experts.Mixture(
                count,
                topK,
                expert,
                shared(expert),
                0,
                1,
                new Experts.Capacity.Dropless(),
                Routing.BALANCED,
                groups(count, topK));
    }

    /** As the presets have them; a cut-down or smaller model has none. */
    private Experts.Groups groups(long count, long topK) {
        if (!isDeepSeek) {
            return Experts.Groups.ONE;
        }
        return Presets.builtIn()
                .find("deepseek-v" + deepSeek.group(1))
                .map(preset -> preset.model().experts())
                .filter(Experts.Mixture.class::isInstance)
                .map(Experts.Mixture.class::cast)
                .filter(mixture -> mixture.expertCount() == count && mixture.topKCount() == topK)
                .map(Experts.Mixture::groups)
                .orElse(Experts.Groups.ONE);
    }

    private Experts.Shared shared(FeedForward expert) {
        if (!isDeepSeek) {
            return new Experts.Shared.Nothing();
        }
        long count = deepSeek.group(1).equals("2") ? 2 : 1;
        return new Experts.Shared.Always(
                new FeedForward(expert.activation(), count * expert.size()), Experts.Gate.NONE);
    }
}
