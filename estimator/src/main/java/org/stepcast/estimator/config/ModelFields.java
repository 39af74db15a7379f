package org.stepcast.estimator.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.stepcast.core.operator.Attention.AttentionMask;
import org.stepcast.core.quantity.YamlNode;
import org.stepcast.estimator.config.FeedForward.MlpActivation;
import org.stepcast.estimator.config.LayerStyle.Norm;
import org.stepcast.estimator.config.LayerStyle.Residual;
import org.stepcast.estimator.config.Positions.Learned;
import org.stepcast.estimator.config.Visibility.Window;
import org.stepcast.estimator.config.Vocabulary.EmbeddingNorm;
import org.stepcast.estimator.config.Vocabulary.Embeddings;
import org.stepcast.estimator.config.Vocabulary.Padding;

/** Reads the fields of a model. A field that is left out is as the base has it, else as {@link Defaults} has it. */
final class ModelFields {

    private final YamlNode section;
    private final Optional<Architecture> base;
    private final Sizes sizes;

    private ModelFields(YamlNode section, Optional<Architecture> base, Sizes sizes) {
        this.section = section;
        this.base = base;
        this.sizes = sizes;
    }

    /** Reads a model that starts from nothing. */
    static Architecture read(YamlNode section, String name, Sizes sizes) {
        return new ModelFields(section, Optional.empty(), sizes).model(name);
    }

    /** Reads what a file changes in a model that it starts from. */
    static Architecture readOver(Architecture base, YamlNode section, Sizes sizes) {
        sizes.put(base);
        return new ModelFields(section, Optional.of(base), sizes).model(base.name());
    }

    private Architecture model(String name) {
        MlpActivation activation =
                option("activation", MlpActivation.values(), Architecture::activation, Defaults.ACTIVATION);
        long layers = required(Size.LAYERS, Architecture::layerCount);
        long hidden = required(Size.HIDDEN, Architecture::hiddenSize);
        required(Size.HEADS, Architecture::headCount);
        AttentionFields attention = new AttentionFields(section, base.map(Architecture::attention), sizes);
        FeedForward feedForward = new FeedForward(activation, feedForwardSize(activation));
        LayerStyle style = style();
        return new Architecture(
                section.optionalText("name").orElse(name),
                layers,
                hidden,
                vocabulary(),
                positions(),
                attention.read(
                        style.biases(),
                        base.filter(model -> model.hiddenSize() == hidden).isPresent()),
                visibility(),
                feedForward,
                new ExpertFields(section, base.map(Architecture::experts), sizes).read(feedForward),
                style);
    }

    private LayerStyle style() {
        return new LayerStyle(
                option("normalization", Norm.values(), Architecture::normalization, Defaults.NORMALIZATION),
                option("biases", Biases.values(), Architecture::biases, Defaults.BIASES),
                option("residual", Residual.values(), Architecture::residual, Defaults.RESIDUAL));
    }

    private long required(Size size, Function<Architecture, Long> ofBase) {
        return base.isPresent() ? sizes.readOr(section, size, ofBase.apply(base.get())) : sizes.read(section, size);
    }

    private long feedForwardSize(MlpActivation activation) {
        OptionalLong byDefault = base.map(model -> OptionalLong.of(model.feedForwardSize()))
                .orElseGet(() -> sizes.areKnown(Size.HIDDEN)
                        ? OptionalLong.of(Defaults.feedForwardSize(activation, sizes.value(Size.HIDDEN)))
                        : OptionalLong.empty());
        return sizes.readOr(section, Size.FEED_FORWARD, byDefault);
    }

    private Vocabulary vocabulary() {
        Optional<Vocabulary> ofBase = base.map(Architecture::vocabulary);
        OptionalLong multiple = sizes.readOptional(section, Size.VOCABULARY_MULTIPLE);
        return new Vocabulary(
                required(Size.VOCABULARY, Architecture::vocabularySize),
                multiple.isPresent()
                        ? new Padding.MultipleOf(multiple.getAsLong())
                        : ofBase.map(Vocabulary::padding).orElse(Defaults.PADDING),
                section.optionalFlag("tied_embeddings")
                        .map(tied -> tied ? Embeddings.TIED : Embeddings.UNTIED)
                        .orElse(ofBase.map(Vocabulary::embeddings).orElse(Defaults.EMBEDDINGS)),
                section.optionalFlag("embedding_norm")
                        .map(normed -> normed ? EmbeddingNorm.PRESENT : EmbeddingNorm.ABSENT)
                        .orElse(ofBase.map(Vocabulary::embeddingNorm).orElse(Defaults.EMBEDDING_NORM)));
    }

    private Visibility visibility() {
        Optional<Visibility> ofBase = base.map(Architecture::visibility);
        OptionalLong window = section.has(Size.ATTENTION_WINDOW.key())
                ? sizes.readOptional(section, Size.ATTENTION_WINDOW)
                : ofBase.map(ModelFields::windowTokens).orElse(OptionalLong.empty());
        AttentionMask mask = option("attention_mask", AttentionMask.values(), Architecture::mask, Defaults.MASK);
        if (mask == AttentionMask.FULL) {
            if (section.has(Size.ATTENTION_WINDOW.key())) {
                section.fault(Size.ATTENTION_WINDOW.key(), "cannot go with attention_mask full", "Leave it out.");
            }
            return new Visibility.Everything();
        }
        return window.isPresent() ? new Window(window.getAsLong()) : new Visibility.Causal();
    }

    private static OptionalLong windowTokens(Visibility visibility) {
        return visibility instanceof Window window ? OptionalLong.of(window.windowTokens()) : OptionalLong.empty();
    }

    /** Learned positions that are not counted are as many as the sequence is long, which is why the batch is read first. */
    private Positions positions() {
        Positions ofBase = base.map(Architecture::positions).orElse(Defaults.POSITIONS);
        List<Positions> kinds = List.of(learned(ofBase), new Positions.Rotary(), new Positions.Alibi());
        Positions chosen =
                section.optionalOneOf("positions", kinds, Positions::label).orElse(ofBase);
        if (!(chosen instanceof Learned)) {
            if (section.has(Size.POSITIONS.key())) {
                section.fault(Size.POSITIONS.key(), "is only for learned positions", "Leave it out, or set positions.");
            }
            return chosen;
        }
        OptionalLong rows =
                ofBase instanceof Learned table ? OptionalLong.of(table.rowCount()) : sizes.get(Size.SEQUENCE);
        return new Learned(sizes.readOr(section, Size.POSITIONS, rows));
    }

    private static Learned learned(Positions ofBase) {
        return ofBase instanceof Learned table ? table : new Learned(1);
    }

    private <E extends Enum<E>> E option(String key, E[] options, Function<Architecture, E> ofBase, E byDefault) {
        List<E> all = Arrays.asList(options);
        return section.optionalOneOf(key, all, option -> option.name().toLowerCase(Locale.ROOT))
                .orElse(base.map(ofBase).orElse(byDefault));
    }
}
