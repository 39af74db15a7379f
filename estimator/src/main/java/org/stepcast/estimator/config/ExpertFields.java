package org.stepcast.estimator.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.stepcast.core.operator.ExpertLayer.Routing;
import org.stepcast.core.quantity.YamlNode;
import org.stepcast.estimator.config.Experts.Capacity;
import org.stepcast.estimator.config.Experts.Gate;
import org.stepcast.estimator.config.Experts.Groups;
import org.stepcast.estimator.config.Experts.Mixture;
import org.stepcast.estimator.config.Experts.Shared;

/** Reads the experts of a model, after its MLP. */
final class ExpertFields {

    private static final String KEY = "moe";
    private static final long MOST_GROUPS = 1 << 16;

    private final YamlNode section;
    private final Optional<Mixture> base;
    private final Sizes sizes;

    ExpertFields(YamlNode section, Optional<Experts> base, Sizes sizes) {
        this.section = section;
        this.base = base.filter(Mixture.class::isInstance).map(Mixture.class::cast);
        this.sizes = sizes;
    }

    /** @param dense the MLP of layers without experts, which an expert is like unless it says otherwise */
    Experts read(FeedForward dense) {
        boolean wanted = section.has(KEY) || base.isPresent();
        Mixture mixture = mixture(section.sectionOrEmpty(KEY), dense, wanted);
        if (wanted) {
            return mixture;
        }
        sizes.putNoExperts();
        return new Experts.None();
    }

    /** Reads the section even where it is not there, so that its keys are known; usable only if it is wanted. */
    private Mixture mixture(YamlNode keys, FeedForward dense, boolean wanted) {
        boolean needed = wanted && base.isEmpty();
        long experts = size(keys, Size.EXPERTS, base.map(Mixture::expertCount), needed);
        long chosen = size(keys, Size.TOP_K, base.map(Mixture::topKCount), needed);
        return new Mixture(
                experts,
                chosen,
                new FeedForward(
                        dense.activation(),
                        sizes.readOr(
                                keys,
                                Size.EXPERT_FEED_FORWARD,
                                base.map(mixture -> mixture.expert().size()).orElse(dense.size()))),
                shared(keys, dense),
                keys.optionalWhole("dense_layers", 0, Size.LAYERS.highest())
                        .orElse(base.map(Mixture::denseLayerCount).orElse(0L)),
                sizes.readOr(
                        keys, Size.EXPERT_PERIOD, base.map(Mixture::periodCount).orElse(1L)),
                capacity(keys.optionalPositive("capacity_factor")),
                keys.optionalOneOf("routing", List.of(Routing.values()), Routing::label)
                        .orElse(base.map(Mixture::routing).orElse(Defaults.ROUTING)),
                groups(keys, experts, chosen));
    }

    private Groups groups(YamlNode keys, long experts, long chosen) {
        Groups ofBase = base.map(Mixture::groups).orElse(Groups.ONE);
        long count = keys.optionalWhole("groups", 1, MOST_GROUPS).orElse(ofBase.count());
        long top = keys.optionalWhole("top_groups", 1, MOST_GROUPS)
                .orElse(keys.has("groups") ? count : ofBase.chosenCount());
        if (experts % count != 0) {
            keys.fault("groups", "must divide the experts (" + experts + ")", "Give groups: 1 if there are none.");
        } else if (top > count || (chosen > experts / count * top && chosen <= experts)) {
            keys.fault("top_groups", "must be at most groups (" + count + ") and have room for top_k (" + chosen + ")");
        }
        return new Groups(count, top);
    }

    private long size(YamlNode keys, Size size, Optional<Long> ofBase, boolean needed) {
        if (needed) {
            return sizes.read(keys, size);
        }
        return ofBase.isPresent()
                ? sizes.readOr(keys, size, ofBase.get())
                : sizes.readOptional(keys, size).orElse(1);
    }

    private Shared shared(YamlNode keys, FeedForward dense) {
        Shared ofBase = base.map(Mixture::shared).orElse(new Shared.Nothing());
        OptionalLong given = keys.has(Size.SHARED_FEED_FORWARD.key())
                ? sizes.readOptional(keys, Size.SHARED_FEED_FORWARD)
                : OptionalLong.empty();
        Optional<Gate> gate = keys.optionalFlag("shared_gate").map(gated -> gated ? Gate.SIGMOID : Gate.NONE);
        if (ofBase instanceof Shared.Always always) {
            return new Shared.Always(
                    new FeedForward(
                            dense.activation(), given.orElse(always.mlp().size())),
                    gate.orElse(always.gate()));
        }
        if (given.isEmpty()) {
            if (gate.isPresent() && !keys.has(Size.SHARED_FEED_FORWARD.key())) {
                keys.fault("shared_gate", "is only for a shared expert", "Give shared_size.");
            }
            return ofBase;
        }
        return new Shared.Always(new FeedForward(dense.activation(), given.getAsLong()), gate.orElse(Gate.NONE));
    }

    private Capacity capacity(OptionalDouble given) {
        return given.isPresent()
                ? new Capacity.Limited(given.getAsDouble())
                : base.map(Mixture::capacity).orElse(new Capacity.Dropless());
    }
}
