package org.stepcast.estimator.model;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.CollectiveKind;
import org.stepcast.core.operator.GroupShape;
import org.stepcast.estimator.config.Architecture;
import org.stepcast.estimator.config.Experts.Shared;
import org.stepcast.estimator.config.LayerStyle.Residual;
import org.stepcast.estimator.config.ParallelPlan;
import org.stepcast.estimator.config.ParallelPlan.ContextExchange;
import org.stepcast.estimator.config.ParallelPlan.SequenceParallel;
import org.stepcast.estimator.config.Recompute;
import org.stepcast.estimator.config.SelfAttention;
import org.stepcast.estimator.config.SelfAttention.Latent;
import org.stepcast.estimator.config.SelfAttention.QueryProjection;
import org.stepcast.estimator.config.TrainingConfig;
import org.stepcast.estimator.model.CollectiveUse.Purpose;

/** The collectives of one layer on one rank, for one micro-batch. */
final class LayerCollectives {

    private final TrainingConfig config;
    private final ParallelPlan plan;
    private final RankShape shape;
    private final Placement placement;
    private final List<CollectiveUse> uses = new ArrayList<>();

    LayerCollectives(TrainingConfig config, RankShape shape, Placement placement) {
        this.config = config;
        this.plan = config.parallel();
        this.shape = shape;
        this.placement = placement;
    }

    /** Of a layer with one MLP. */
    List<CollectiveUse> dense() {
        addTensor(config.model().residual() == Residual.SEQUENTIAL ? 2 : 1);
        addContext();
        return uses;
    }

    /** Of a layer with experts: of its MLP only the shared expert is divided as attention is. */
    List<CollectiveUse> sparse(ExpertShape experts) {
        addTensor(experts.mixture().shared() instanceof Shared.Nothing ? 1 : 2);
        addContext();
        addExpert(experts);
        return uses;
    }

    /**
     * An all-reduce of the activations after attention and one after the MLP in each pass (Shoeybi et al. 2019, arXiv
     * 1909.08053), or as many pairs of all-gather and reduce-scatter with sequence parallelism (Korthikanti et al. 2022,
     * arXiv 2205.05198).
     *
     * @param pairCount 2, or 1 where attention and MLP stand side by side
     */
    private void addTensor(long pairCount) {
        if (plan.tensorSize() == 1) {
            return;
        }
        GroupShape group = placement.tensorGroup();
        double rows = bytes(shape.tokens() * config.model().hiddenSize());
        if (plan.sequenceParallel() == SequenceParallel.OFF) {
            add(
                    Purpose.TENSOR,
                    "tensor parallel all_reduce",
                    CollectiveKind.ALL_REDUCE,
                    rows,
                    group,
                    pairCount,
                    pairCount);
            return;
        }
        // The backward pass gathers the inputs once more for the weight gradients, and the gradients of the outputs.
        double gathered = bytes(shape.tokens() * attentionInputWidth());
        if (gathered == rows) {
            addGather(rows, group, pairCount, 2 * pairCount);
        } else {
            addGather(gathered, group, 1, 1);
            addGather(rows, group, pairCount - 1, 2 * pairCount - 1);
        }
        add(
                Purpose.TENSOR,
                "tensor parallel reduce_scatter",
                CollectiveKind.REDUCE_SCATTER,
                rows,
                group,
                pairCount,
                pairCount);
    }

    private void addGather(double bytes, GroupShape group, long forwardCount, long backwardCount) {
        add(
                Purpose.TENSOR,
                "tensor parallel all_gather",
                CollectiveKind.ALL_GATHER,
                bytes,
                group,
                forwardCount,
                backwardCount);
    }

    /** What latent attention gathers is compressed. */
    private long attentionInputWidth() {
        Architecture model = config.model();
        if (!(model.attention() instanceof Latent latent)) {
            return model.hiddenSize();
        }
        long query = latent.query() instanceof QueryProjection.LowRank low ? low.rankSize() : model.hiddenSize();
        return query + latent.keyValueRankSize() + latent.rotaryHeadSize();
    }

    /**
     * Around a ring of n ranks keys and values pass n − 1 times, and in the backward pass their gradients too. By
     * all-to-all queries, keys and values are exchanged for parts of the heads, and the results back.
     */
    private void addContext() {
        long ranks = plan.contextSize();
        if (ranks == 1) {
            return;
        }
        SelfAttention heads = shape.attention();
        long keysAndValues = heads.keyValueHeadCount() * (heads.keySize() + heads.valueSize());
        if (plan.contextExchange() == ContextExchange.RING) {
            addContext(
                    "keys and values",
                    CollectiveKind.SEND_RECEIVE,
                    keysAndValues,
                    placement.contextNeighbours(),
                    ranks - 1,
                    2 * (ranks - 1));
            return;
        }
        long queries = heads.headCount() * heads.keySize();
        long results = heads.headCount() * heads.valueSize();
        GroupShape group = placement.contextGroup();
        addContext("inputs", CollectiveKind.ALL_TO_ALL, queries + keysAndValues, group, 1, 1);
        addContext("results", CollectiveKind.ALL_TO_ALL, results, group, 1, 1);
    }

    private void addContext(
            String what, CollectiveKind kind, long width, GroupShape group, long forwardCount, long backwardCount) {
        // Recomputing the attention core exchanges again.
        uses.add(new CollectiveUse(
                "context parallel " + what,
                Purpose.CONTEXT,
                new Collective(kind, bytes(shape.tokens() * width), group),
                forwardCount,
                backwardCount,
                config.recompute() == Recompute.NONE ? 0 : forwardCount));
    }

    /**
     * Tokens are sent to the ranks of their experts and back; the slowest rank sends or receives for the busiest experts.
     * Where experts are divided too, their ranks gather each other's tokens and reduce the results.
     */
    private void addExpert(ExpertShape experts) {
        double rows = bytes(experts.sentRows() * config.model().hiddenSize());
        if (experts.expertWays() > 1) {
            double hottest = rows * experts.hottestFactor();
            GroupShape group = placement.expertGroup();
            add(Purpose.EXPERT, "expert parallel dispatch", CollectiveKind.ALL_TO_ALL, hottest, group, 1, 1);
            add(Purpose.EXPERT, "expert parallel combine", CollectiveKind.ALL_TO_ALL, hottest, group, 1, 1);
        }
        if (experts.tensorWays() == 1) {
            return;
        }
        GroupShape group = placement.expertTensorGroup();
        if (experts.gatheredWays() == 1) {
            double whole = bytes(experts.routedTokens() * config.model().hiddenSize());
            add(Purpose.EXPERT, "expert tensor all_reduce", CollectiveKind.ALL_REDUCE, whole, group, 1, 1);
            return;
        }
        double gathered = rows * experts.gatheredWays();
        add(Purpose.EXPERT, "expert tensor all_gather", CollectiveKind.ALL_GATHER, gathered, group, 1, 1);
        add(Purpose.EXPERT, "expert tensor reduce_scatter", CollectiveKind.REDUCE_SCATTER, gathered, group, 1, 1);
    }

    private void add(
            Purpose purpose,
            String name,
            CollectiveKind kind,
            double bytes,
            GroupShape group,
            long forwardCount,
            long backwardCount) {
        if (forwardCount + backwardCount > 0) {
            uses.add(new CollectiveUse(
                    name,
                    purpose,
                    new Collective(kind, bytes, group),
                    forwardCount,
                    backwardCount,
                    config.recompute() == Recompute.FULL ? forwardCount : 0));
        }
    }

    private double bytes(long elementCount) {
        return (double) elementCount * shape.activationByteCount();
    }
}
