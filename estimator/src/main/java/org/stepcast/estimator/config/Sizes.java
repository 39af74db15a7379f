package org.stepcast.estimator.config;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.stepcast.core.quantity.YamlNode;

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

    /** Reads a size that may be left out. */
    long readOr(YamlNode section, Size size, long byDefault) {
        return readOr(section, size, OptionalLong.of(byDefault));
    }

    /** Reads a size whose default may be unknown itself, because it follows from sizes that are wrong. */
    long readOr(YamlNode section, Size size, OptionalLong byDefault) {
        OptionalLong given = section.optionalWhole(size.key(), 1, size.highest());
        OptionalLong value = section.has(size.key()) ? given : byDefault;
        if (value.isEmpty()) {
            known.remove(size);
            return 1;
        }
        put(size, value.getAsLong());
        return value.getAsLong();
    }

    void put(Size size, long value) {
        known.put(size, value);
    }

    /** The sizes of a model that is consistent in itself. */
    void put(BaseModel base) {
        Architecture model = base.model();
        put(Size.LAYERS, model.layerCount());
        put(Size.HIDDEN, model.hiddenSize());
        put(Size.HEADS, model.headCount());
        put(Size.KEY_VALUE_HEADS, model.keyValueHeadCount());
        put(Size.FEED_FORWARD, model.feedForwardSize());
        put(Size.VOCABULARY, model.vocabularySize());
        if (model.learnedPositionCount() > 0) {
            put(Size.POSITIONS, model.learnedPositionCount());
        }
        base.attentionWindowTokens().ifPresent(window -> put(Size.ATTENTION_WINDOW, window));
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
