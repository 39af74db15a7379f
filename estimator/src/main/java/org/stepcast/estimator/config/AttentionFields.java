package org.stepcast.estimator.config;

import java.util.Optional;
import java.util.OptionalLong;
import org.stepcast.core.quantity.YamlNode;
import org.stepcast.estimator.config.SelfAttention.Grouped;
import org.stepcast.estimator.config.SelfAttention.Latent;
import org.stepcast.estimator.config.SelfAttention.QueryKeyNorm;
import org.stepcast.estimator.config.SelfAttention.QueryProjection;

/** Reads the attention of a model, after its hidden size and its heads. */
final class AttentionFields {

    private static final String LATENT = "latent_attention";
    private static final String QUERY_KEY_NORM = "query_key_norm";

    private final YamlNode section;
    private final Optional<SelfAttention> base;
    private final Sizes sizes;

    AttentionFields(YamlNode section, Optional<SelfAttention> base, Sizes sizes) {
        this.section = section;
        this.base = base;
        this.sizes = sizes;
    }

    /** @param sameHiddenSize whether the base's hidden size is kept, so that its head size can be too */
    SelfAttention read(Biases biases, boolean sameHiddenSize) {
        boolean latent =
                section.has(LATENT) || base.filter(Latent.class::isInstance).isPresent();
        Grouped grouped = grouped(sameHiddenSize, latent);
        SelfAttention read = latent(section.sectionOrEmpty(LATENT), latent);
        if (!latent) {
            return grouped;
        }
        refuse(Size.KEY_VALUE_HEADS.key());
        refuse(Size.HEAD_SIZE.key());
        refuse(QUERY_KEY_NORM);
        if (biases != Biases.NONE) {
            section.fault("biases", "must be none with latent_attention");
        }
        return read;
    }

    private void refuse(String key) {
        if (section.has(key)) {
            section.fault(key, "does not go with latent_attention", "Leave it out.");
        }
    }

    private Grouped grouped(boolean sameHiddenSize, boolean latent) {
        Optional<Grouped> ofBase = base.filter(Grouped.class::isInstance).map(Grouped.class::cast);
        QueryKeyNorm byDefault = ofBase.map(Grouped::queryKeyNorm).orElse(QueryKeyNorm.NONE);
        Grouped read = new Grouped(
                sizes.orOne(Size.HEADS),
                keyValueHeads(ofBase),
                headSize(ofBase, sameHiddenSize),
                section.optionalFlag(QUERY_KEY_NORM)
                        .map(normed -> normed ? QueryKeyNorm.PER_HEAD : QueryKeyNorm.NONE)
                        .orElse(byDefault));
        if (latent) {
            // Heads are neither shared nor parts of the hidden size.
            sizes.put(Size.KEY_VALUE_HEADS, read.headCount());
            sizes.put(Size.HEAD_SIZE, read.headSize());
        }
        return read;
    }

    /** As many as heads, unless the base groups them. */
    private long keyValueHeads(Optional<Grouped> ofBase) {
        OptionalLong grouped = ofBase.filter(attention -> attention.keyValueHeadCount() != attention.headCount())
                .map(attention -> OptionalLong.of(attention.keyValueHeadCount()))
                .orElse(sizes.get(Size.HEADS));
        return sizes.readOr(section, Size.KEY_VALUE_HEADS, grouped);
    }

    /** hidden / heads, unless the file says otherwise, or the base does and its hidden size and heads are kept. */
    private long headSize(Optional<Grouped> ofBase, boolean sameHiddenSize) {
        OptionalLong kept = ofBase.filter(
                        attention -> sameHiddenSize && attention.headCount() == sizes.orOne(Size.HEADS))
                .map(attention -> OptionalLong.of(attention.headSize()))
                .orElse(OptionalLong.empty());
        long size = sizes.readOr(section, Size.HEAD_SIZE, kept);
        return sizes.areKnown(Size.HEAD_SIZE) ? size : Math.max(1, sizes.orOne(Size.HIDDEN) / sizes.orOne(Size.HEADS));
    }

    /** Reads the section even where it is not there, so that its keys are known; usable only if it is wanted. */
    private Latent latent(YamlNode keys, boolean wanted) {
        Optional<Latent> ofBase = base.filter(Latent.class::isInstance).map(Latent.class::cast);
        OptionalLong rank =
                keys.has(Size.QUERY_RANK.key()) ? sizes.readOptional(keys, Size.QUERY_RANK) : OptionalLong.empty();
        QueryProjection query = rank.isPresent()
                ? new QueryProjection.LowRank(rank.getAsLong())
                : ofBase.map(Latent::query).orElse(new QueryProjection.Direct());
        return new Latent(
                sizes.orOne(Size.HEADS),
                query,
                size(keys, Size.KEY_VALUE_RANK, ofBase.map(Latent::keyValueRankSize), wanted),
                size(keys, Size.PLAIN_HEAD_SIZE, ofBase.map(Latent::plainHeadSize), wanted),
                size(keys, Size.ROTARY_HEAD_SIZE, ofBase.map(Latent::rotaryHeadSize), wanted),
                size(keys, Size.VALUE_HEAD_SIZE, ofBase.map(Latent::valueHeadSize), wanted));
    }

    private long size(YamlNode keys, Size size, Optional<Long> ofBase, boolean wanted) {
        boolean needed = wanted && ofBase.isEmpty();
        return needed ? sizes.read(keys, size) : sizes.readOr(keys, size, ofBase.orElse(1L));
    }
}
