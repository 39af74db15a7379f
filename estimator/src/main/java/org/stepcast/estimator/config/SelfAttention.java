package org.stepcast.estimator.config;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.estimator.config.Linear.Role;

/** How a layer makes queries, keys and values from its input [microBatch, sequence, hidden], and of which sizes. */
public sealed interface SelfAttention {

    /** Query heads. */
    long headCount();

    /** Key and value heads: as many as query heads unless several of those share one. */
    long keyValueHeadCount();

    /** Features of a query head and of a key head. */
    long keySize();

    /** Features of a value head. */
    long valueSize();

    /** The linear layers, in the order in which they run. */
    List<Linear> linears(long hiddenSize);

    /** Widths of the norms within attention, one weight a feature. */
    List<Long> innerNormSizes();

    /** What one of {@code ways} tensor-parallel ranks holds; heads are copied where there are more ranks than heads. */
    SelfAttention dividedBy(long ways);

    /**
     * Multi-head, grouped-query and multi-query attention.
     *
     * @param keyValueHeadCount headCount for multi-head, 1 for multi-query attention
     * @param headSize features of one head; usually hiddenSize / headCount
     */
    record Grouped(long headCount, long keyValueHeadCount, long headSize, QueryKeyNorm queryKeyNorm)
            implements SelfAttention {

        @Override
        public long keySize() {
            return headSize;
        }

        @Override
        public long valueSize() {
            return headSize;
        }

        @Override
        public List<Linear> linears(long hiddenSize) {
            long queryFeatures = headCount * headSize;
            long inputFeatures = queryFeatures + 2 * keyValueHeadCount * headSize;
            return List.of(
                    new Linear("attention query key value", Role.QUERY_KEY_VALUE, hiddenSize, inputFeatures),
                    new Linear("attention output", Role.ATTENTION_OUTPUT, queryFeatures, hiddenSize));
        }

        @Override
        public List<Long> innerNormSizes() {
            return queryKeyNorm == QueryKeyNorm.PER_HEAD ? List.of(headSize, headSize) : List.of();
        }

        @Override
        public Grouped dividedBy(long ways) {
            return new Grouped(headCount / ways, Math.max(1, keyValueHeadCount / ways), headSize, queryKeyNorm);
        }
    }

    /** Whether queries and keys are normalised before they meet. */
    enum QueryKeyNorm {
        NONE,
        /** A norm over the features of each head, with one weight for all heads (Qwen3). */
        PER_HEAD
    }

    /**
     * Multi-head latent attention: keys and values, and queries if asked, pass through a low rank. In training every head
     * has its own key and value; the rotated features of the key are one for all heads. Source: DeepSeek-AI 2024, arXiv
     * 2405.04434, section 2.1.
     *
     * @param keyValueRankSize width that keys and values are compressed to
     * @param plainHeadSize features of a query or key head that are not rotated
     * @param rotaryHeadSize features of a query or key head that are
     * @param valueHeadSize features of a value head
     */
    record Latent(
            long headCount,
            QueryProjection query,
            long keyValueRankSize,
            long plainHeadSize,
            long rotaryHeadSize,
            long valueHeadSize)
            implements SelfAttention {

        @Override
        public long keyValueHeadCount() {
            return headCount;
        }

        @Override
        public long keySize() {
            return plainHeadSize + rotaryHeadSize;
        }

        @Override
        public long valueSize() {
            return valueHeadSize;
        }

        @Override
        public List<Linear> linears(long hiddenSize) {
            List<Linear> linears = new ArrayList<>(query.linears(hiddenSize, headCount * keySize()));
            linears.add(
                    new Linear("attention key value down", Role.LATENT, hiddenSize, keyValueRankSize + rotaryHeadSize));
            linears.add(new Linear(
                    "attention key value up",
                    Role.LATENT,
                    keyValueRankSize,
                    headCount * (plainHeadSize + valueHeadSize)));
            linears.add(new Linear("attention output", Role.LATENT, headCount * valueHeadSize, hiddenSize));
            return linears;
        }

        @Override
        public List<Long> innerNormSizes() {
            List<Long> sizes = new ArrayList<>(query.normSizes());
            sizes.add(keyValueRankSize);
            return sizes;
        }

        @Override
        public Latent dividedBy(long ways) {
            return new Latent(headCount / ways, query, keyValueRankSize, plainHeadSize, rotaryHeadSize, valueHeadSize);
        }
    }

    /** How latent attention makes its queries. */
    sealed interface QueryProjection {

        List<Linear> linears(long hiddenSize, long queryFeatureCount);

        List<Long> normSizes();

        /** By one matrix (DeepSeek-V2-Lite). */
        record Direct() implements QueryProjection {

            @Override
            public List<Linear> linears(long hiddenSize, long queryFeatureCount) {
                return List.of(new Linear("attention query", Role.LATENT, hiddenSize, queryFeatureCount));
            }

            @Override
            public List<Long> normSizes() {
                return List.of();
            }
        }

        /** Through a low rank, normalised there. */
        record LowRank(long rankSize) implements QueryProjection {

            @Override
            public List<Linear> linears(long hiddenSize, long queryFeatureCount) {
                return List.of(
                        new Linear("attention query down", Role.LATENT, hiddenSize, rankSize),
                        new Linear("attention query up", Role.LATENT, rankSize, queryFeatureCount));
            }

            @Override
            public List<Long> normSizes() {
                return List.of(rankSize);
            }
        }
    }
}
