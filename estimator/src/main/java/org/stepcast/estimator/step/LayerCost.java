package org.stepcast.estimator.step;

import org.stepcast.core.operator.CollectiveKind;
import org.stepcast.estimator.config.Experts.Mixture;
import org.stepcast.estimator.config.Framework.CudaGraphs;
import org.stepcast.estimator.config.ParallelPlan.Overlap;
import org.stepcast.estimator.config.Recompute;
import org.stepcast.estimator.step.FrameworkProfile.Selective;
import org.stepcast.estimator.step.LayerTraffic.PassBytes;

/** Composes one layer: compute, recomputation, host, and the communication that compute does not hide. */
final class LayerCost {

    /** How sharply a pass turns from bound by the device to bound by the host. A guess. */
    private static final double FLOOR_EXPONENT = 6;

    /** Per-layer gathers inside a node reach at least this share of the link. */
    private static final double NODE_LINK_SHARE = 0.5;

    /** Kernels of a layer with experts over those of one without: routing, permutation, one product for each expert. */
    private static final double EXPERT_LAUNCHES = 2.5;

    /** Tokens of the rank that gets most over the mean. A guess for balanced training. */
    private static final double HOTTEST_RANK = 1.2;

    /** Share of hidden ring-attention hops that costs time. A guess. */
    private static final double CONTEXT_EXPOSED = 0.1;

    private final Workload work;
    private final Tuning tuning;
    private final GroupTimes groups;
    private final Overlapped overlap;

    LayerCost(Workload work, Tuning tuning) {
        this.work = work;
        this.tuning = tuning;
        this.groups = new GroupTimes(work, tuning);
        this.overlap = new Overlapped(tuning.constant("overlap.slowdown"));
    }

    /** The mean layer: some may have experts. */
    LayerTimes times() {
        double experts = work.expertLayerFraction();
        if (experts == 0) {
            return times(LayerKind.DENSE);
        }
        LayerTimes sparse = times(LayerKind.EXPERTS);
        return experts == 1 ? sparse : times(LayerKind.DENSE).mixedWith(sparse, experts);
    }

    private LayerTimes times(LayerKind kind) {
        ProductTimes product = new MatrixProducts(work, tuning).layerTimes(kind);
        Passes attention = new AttentionCore(work, tuning).passes();
        Passes memoryBound = new MemoryBound(work, tuning).layer(kind);
        Passes compute = product.passes().plus(attention).plus(memoryBound);
        Passes launches = launches(kind, compute);
        double recompute = recompute(product.forwardMicros(), attention, memoryBound, compute, launches);
        return new LayerTimes(
                product,
                attention,
                memoryBound,
                launches,
                recompute,
                isCaptured() ? 0 : 1e3 * knob(Knob.LAYER_HOST_MS),
                tensor(product.passes()),
                kind == LayerKind.EXPERTS
                        ? work.mixture()
                                .map(mixture -> expert(mixture, product.forwardMicros()))
                                .orElse(Passes.NONE)
                        : Passes.NONE,
                context(attention),
                gather(compute, recompute));
    }

    /** Whole layers run their forward pass again; selective recomputation runs a part of the others. */
    private double recompute(double product, Passes attention, Passes memoryBound, Passes compute, Passes launches) {
        double fraction = work.execution().recomputedFraction();
        double whole = fraction * (compute.forwardMicros() + launches.forwardMicros());
        if (work.config().recompute() != Recompute.SELECTIVE) {
            return whole;
        }
        double part = work.profile().selective() == Selective.CORE
                ? attention.forwardMicros()
                : product / 2 + memoryBound.forwardMicros();
        return whole + (1 - fraction) * part;
    }

    /** What a pass takes longer because the host cannot launch its kernels fast enough. */
    private Passes launches(LayerKind kind, Passes compute) {
        if (isCaptured() && kind == LayerKind.DENSE) {
            return Passes.NONE; // experts wait for the numbers of their tokens and are not captured
        }
        PassBytes kernels =
                KernelTable.builtIn().traffic(work.execution().kernels()).launches();
        double host = knob(Knob.HOST_US) * (kind == LayerKind.EXPERTS ? EXPERT_LAUNCHES : 1);
        return new Passes(
                floored(compute.forwardMicros(), kernels.forwardBytes() * host),
                floored(compute.backwardMicros(), kernels.backwardBytes() * host));
    }

    /** Whether layers are launched as CUDA graphs. */
    private boolean isCaptured() {
        return work.config().framework().cudaGraphs() == CudaGraphs.ON;
    }

    private static double floored(double micros, double hostMicros) {
        double ratio = hostMicros / micros;
        double power = ratio * ratio * ratio;
        return micros * (Math.pow(1 + power * power, 1 / FLOOR_EXPONENT) - 1);
    }

    /** Two collectives in each pass, hidden behind the products that they stand between. */
    private Passes tensor(Passes products) {
        if (work.tensorWays() == 1) {
            return Passes.NONE;
        }
        double both = 2 * activationsMicros();
        double exposed = 1 - hiddenFraction();
        double recomputed = both * work.execution().recomputedFraction();
        return new Passes(
                overlap.addedMicros(exposed, both, products.forwardMicros()),
                overlap.addedMicros(exposed, both, products.backwardMicros())
                        + overlap.addedMicros(exposed, recomputed, products.forwardMicros()));
    }

    /** All-reduce of the activations [micro-batch, sequence, hidden], or the pair that replaces it. */
    private double activationsMicros() {
        RankGroup group = RankGroup.tensor(work);
        double bytes = 2 * work.tokens() * work.hidden();
        return work.dividesSequence()
                ? groups.allGatherMicros(group, bytes) + groups.reduceScatterMicros(group, bytes)
                : groups.allReduceMicros(group, bytes);
    }

    /** Asked for explicitly, tensor-parallel overlap is what Megatron-Core reaches. */
    double hiddenFraction() {
        if (!work.machine().hasPeerLinks()) {
            return 0; // what overlaps in Transformer Engine writes to peers over NVLink
        }
        double usual = knob(Knob.TP_HIDDEN);
        if (!work.config().parallel().overlaps().contains(Overlap.TENSOR)) {
            return usual;
        }
        return Math.max(usual, tuning.of(ProfileTable.builtIn().named("megatron-core"), Knob.TP_HIDDEN));
    }

    /** Tokens travel to their experts and back, in both passes, and once more where the layer is recomputed. */
    private Passes expert(Mixture mixture, double product) {
        double ranks = work.expertWays();
        if (ranks == 1) {
            return Passes.NONE;
        }
        boolean once = work.config().framework().year() >= knob(Knob.EXPERT_NODE_DISPATCH_FROM);
        RankGroup group = RankGroup.of(work, ranks, work.tensorWays() * work.contextWays());
        double bytes = 2 * work.tokens() * mixture.topKCount() * work.hidden() / work.tensorWays();
        double exchange = HOTTEST_RANK * groups.allToAllMicros(group, bytes, once ? mixture.topKCount() : 0);
        double added = overlap.addedMicros(knob(Knob.EXPERT_EXPOSED), exchange, product / 2);
        return new Passes(2 * added, (2 + 2 * work.execution().recomputedFraction()) * added);
    }

    /** Ring attention passes keys and values on, once in the forward and twice in the backward pass. */
    private Passes context(Passes attention) {
        double ranks = work.contextWays();
        if (ranks == 1) {
            return Passes.NONE;
        }
        if (work.exchangesHeads()) {
            return exchange(ranks);
        }
        double bytes = 4 * work.tokens() * work.keyValueHeads() * work.headSize() / work.tensorWays();
        boolean leavesNode = work.tensorWays() * ranks > work.machine().domainSize();
        double hops = (ranks - 1)
                * groups.transferMicros(bytes, leavesNode ? work.machine().domainSize() : 1);
        return new Passes(
                overlap.addedMicros(CONTEXT_EXPOSED, hops, attention.forwardMicros()),
                overlap.addedMicros(CONTEXT_EXPOSED, 2 * hops, attention.backwardMicros()));
    }

    /** Queries, keys and values to the ranks of their heads, results back; nothing to hide behind. */
    private Passes exchange(double ranks) {
        RankGroup group = RankGroup.of(work, ranks, work.tensorWays());
        double perHead = 2 * work.tokens() * work.headSize() / work.tensorWays();
        double micros = groups.allToAllMicros(group, perHead * (work.heads() + 2 * work.keyValueHeads()), 0)
                + groups.allToAllMicros(group, perHead * work.heads(), 0);
        return new Passes(micros, micros);
    }

    /** FSDP and ZeRO-3: parameters are gathered for each pass, gradients scattered after the backward pass. */
    private Passes gather(Passes compute, double recomputeMicros) {
        if (!work.gathersLayers() || work.dataRanks() == 1) {
            return Passes.NONE;
        }
        RankGroup group = RankGroup.data(work, work.layerShardRanks());
        double share = group.isInOneNode() ? Math.max(knob(Knob.LINK_SHARE), NODE_LINK_SHARE) : knob(Knob.LINK_SHARE);
        double parameters = work.parameters().layer();
        double gathered = groups.micros(group, CollectiveKind.ALL_GATHER, 2 * parameters, share);
        double reduced =
                groups.micros(group, CollectiveKind.REDUCE_SCATTER, knob(Knob.FSDP_REDUCE_BYTES) * parameters, share);
        reduced += replicasMicros(parameters);
        double exposed = knob(Knob.GATHER_EXPOSED);
        double again = work.zeroStage() == 3 ? gathered : 0;
        return new Passes(
                overlap.addedMicros(exposed, gathered, compute.forwardMicros()),
                overlap.addedMicros(exposed, again + reduced, compute.backwardMicros() + recomputeMicros));
    }

    /** HSDP: the shards of a node are added up with those of other nodes. */
    private double replicasMicros(double parameters) {
        double shards = work.layerShardRanks();
        RankGroup replicas = RankGroup.of(work, work.dataRanks() / shards, work.tensorWays() * shards);
        return groups.allReduceMicros(replicas, knob(Knob.FSDP_REDUCE_BYTES) * parameters / shards);
    }

    private double knob(Knob knob) {
        return tuning.of(work.profile(), knob);
    }
}
