package org.stepcast.estimator.config;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.stepcast.core.quantity.YamlNode;
import org.stepcast.estimator.config.Experts.Mixture;
import org.stepcast.estimator.config.Experts.Shared.Always;
import org.stepcast.estimator.config.Positions.Learned;

/** The sizes that are known so far: given and in range, or by default. A faulty one stays unknown, and no rule uses it. */
final class Sizes {

    private final Map<Size, Long> known = new EnumMap<>(Size.class);

    /** Reads a size that must be given; a harmless 1 where it is missing or wrong. */
    long read(YamlNode section, Size size) {
        if (!section.has(size.key())) {
            section.faults().add(section.path(size.key()) + " is missing.");
        }
        return readOr(section, size, OptionalLong.empty());
    }

    /** Reads a size that has no default: empty where it is left out, or wrong. */
    OptionalLong readOptional(YamlNode section, Size size) {
        readOr(section, size, OptionalLong.empty());
        return get(size);
    }

    /** Reads a size that may be left out. */
    long readOr(YamlNode section, Size size, long byDefault) {
        return readOr(section, size, OptionalLong.of(byDefault));
    }

    /** Reads a size whose default may be unknown itself, because it follows from sizes that are wrong. */
    long readOr(YamlNode section, Size size, OptionalLong byDefault) {
        OptionalLong given = section.optionalWhole(size.key(), 1, size.highest());
        OptionalLong value = section.has(size.key()) ? given : byDefault;
        if (value.isEmpty()) {
            forget(size);
            return 1;
        }
        put(size, value.getAsLong());
        return value.getAsLong();
    }

    void forget(Size size) {
        known.remove(size);
    }

    void put(Size size, long value) {
        known.put(size, value);
    }

    /** The sizes of a model that is consistent in itself. */
    void put(Architecture model) {
        put(Size.LAYERS, model.layerCount());
        put(Size.HIDDEN, model.hiddenSize());
        put(Size.HEADS, model.headCount());
        put(Size.KEY_VALUE_HEADS, model.keyValueHeadCount());
        put(Size.HEAD_SIZE, model.headSize());
        put(Size.FEED_FORWARD, model.feedForwardSize());
        put(Size.VOCABULARY, model.vocabularySize());
        if (model.positions() instanceof Learned learned) {
            put(Size.POSITIONS, learned.rowCount());
        }
        switch (model.experts()) {
            case Mixture mixture -> put(mixture);
            case Experts.None none -> putNoExperts();
        }
    }

    /** One MLP in every layer: what is divided over ranks of experts must be divided over one rank. */
    void putNoExperts() {
        put(Size.EXPERTS, 1);
        forget(Size.TOP_K);
        forget(Size.EXPERT_FEED_FORWARD);
        forget(Size.SHARED_FEED_FORWARD);
    }

    private void put(Mixture mixture) {
        put(Size.EXPERTS, mixture.expertCount());
        put(Size.TOP_K, mixture.topKCount());
        put(Size.EXPERT_FEED_FORWARD, mixture.expert().size());
        if (mixture.shared() instanceof Always shared) {
            put(Size.SHARED_FEED_FORWARD, shared.mlp().size());
        }
    }

    OptionalLong get(Size size) {
        Long value = known.get(size);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** The value, or a harmless 1 where it is not known. */
    long orOne(Size size) {
        return get(size).orElse(1);
    }

    boolean areKnown(Size... sizes) {
        return Stream.of(sizes).allMatch(known::containsKey);
    }

    /** The value of a size that is known. */
    long value(Size size) {
        return get(size).orElseThrow();
    }

    /** The product of sizes that are known; beyond 64 bits the largest number there is. */
    long product(Size... sizes) {
        long product = 1;
        for (Size size : sizes) {
            long factor = value(size);
            product = product > Long.MAX_VALUE / factor ? Long.MAX_VALUE : product * factor;
        }
        return product;
    }
}
