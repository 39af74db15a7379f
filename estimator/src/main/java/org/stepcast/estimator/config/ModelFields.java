package org.stepcast.estimator.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.stepcast.core.operator.Activation.ActivationKind;
import org.stepcast.core.operator.Attention.AttentionMask;
import org.stepcast.core.operator.Normalization.NormalizationKind;
import org.stepcast.core.quantity.YamlNode;
import org.stepcast.estimator.config.Architecture.Biases;
import org.stepcast.estimator.config.Architecture.Embeddings;
import org.stepcast.estimator.config.Architecture.Positions;
import org.stepcast.estimator.config.Architecture.Residual;

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
    static Architecture readOver(BaseModel base, YamlNode section, Sizes sizes) {
        sizes.put(base);
        return new ModelFields(section, Optional.of(base.model()), sizes)
                .model(base.model().name());
    }

    private Architecture model(String name) {
        ActivationKind activation =
                option("activation", ActivationKind.values(), Architecture::activation, Defaults.ACTIVATION);
        Positions positions = option("positions", Positions.values(), Architecture::positions, Defaults.POSITIONS);
        long layers = required(Size.LAYERS, Architecture::layerCount);
        long hidden = required(Size.HIDDEN, Architecture::hiddenSize);
        long heads = required(Size.HEADS, Architecture::headCount);
        sizes.readOr(section, Size.ATTENTION_WINDOW, sizes.get(Size.ATTENTION_WINDOW));
        return new Architecture(
                section.optionalText("name").orElse(name),
                layers,
                hidden,
                heads,
                keyValueHeads(),
                headSize(hidden, heads),
                feedForward(activation),
                required(Size.VOCABULARY, Architecture::vocabularySize),
                activation,
                option(
                        "normalization",
                        NormalizationKind.values(),
                        Architecture::normalization,
                        Defaults.NORMALIZATION),
                positions,
                positionCount(positions),
                embeddings(),
                option("biases", Biases.values(), Architecture::biases, Defaults.BIASES),
                option("residual", Residual.values(), Architecture::residual, Defaults.RESIDUAL),
                option("attention_mask", AttentionMask.values(), Architecture::mask, Defaults.MASK));
    }

    private long required(Size size, Function<Architecture, Long> ofBase) {
        return base.isPresent() ? sizes.readOr(section, size, ofBase.apply(base.get())) : sizes.read(section, size);
    }

    /** As many as heads, unless the base groups them. */
    private long keyValueHeads() {
        OptionalLong grouped = base.filter(model -> model.keyValueHeadCount() != model.headCount())
                .map(model -> OptionalLong.of(model.keyValueHeadCount()))
                .orElse(sizes.get(Size.HEADS));
        return sizes.readOr(section, Size.KEY_VALUE_HEADS, grouped);
    }

    /** hidden / heads, unless the file says otherwise, or the base does and its hidden size and heads are kept. */
    private long headSize(long hidden, long heads) {
        OptionalLong ofBase = base.filter(model -> model.hiddenSize() == hidden && model.headCount() == heads)
                .map(model -> OptionalLong.of(model.headSize()))
                .orElse(OptionalLong.empty());
        long size = sizes.readOr(section, Size.HEAD_SIZE, ofBase);
        return sizes.areKnown(Size.HEAD_SIZE) ? size : Math.max(1, hidden / heads);
    }

    private long feedForward(ActivationKind activation) {
        OptionalLong byDefault = base.map(model -> OptionalLong.of(model.feedForwardSize()))
                .orElseGet(() -> sizes.areKnown(Size.HIDDEN)
                        ? OptionalLong.of(Defaults.feedForwardSize(activation, sizes.value(Size.HIDDEN)))
                        : OptionalLong.empty());
        return sizes.readOr(section, Size.FEED_FORWARD, byDefault);
    }

    /** Learned positions that are not counted are as many as the sequence is long, which is why the batch is read first. */
    private long positionCount(Positions positions) {
        if (positions != Positions.LEARNED) {
            if (section.has(Size.POSITIONS.key())) {
                section.fault(Size.POSITIONS.key(), "is only for learned positions", "Leave it out, or set positions.");
            }
            return 0;
        }
        OptionalLong byDefault = base.map(Architecture::learnedPositionCount)
                .filter(count -> count > 0)
                .map(OptionalLong::of)
                .orElse(sizes.get(Size.SEQUENCE));
        return sizes.readOr(section, Size.POSITIONS, byDefault);
    }

    private Embeddings embeddings() {
        Embeddings byDefault = base.map(Architecture::embeddings).orElse(Defaults.EMBEDDINGS);
        return section.optionalFlag("tied_embeddings")
                .map(tied -> tied ? Embeddings.TIED : Embeddings.UNTIED)
                .orElse(byDefault);
    }

    private <E extends Enum<E>> E option(String key, E[] options, Function<Architecture, E> ofBase, E byDefault) {
        List<E> all = Arrays.asList(options);
        return section.optionalOneOf(key, all, option -> option.name().toLowerCase(Locale.ROOT))
                .orElse(base.map(ofBase).orElse(byDefault));
    }
}
