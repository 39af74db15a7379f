package org.stepcast.estimator.step;

import org.stepcast.core.operator.CollectiveKind;
import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.config.Experts.Capacity;
import org.stepcast.estimator.config.Experts.Mixture;
import org.stepcast.estimator.config.LayerStyle.Residual;
import org.stepcast.estimator.config.Offload;
import org.stepcast.estimator.config.ParallelPlan.Overlap;
import org.stepcast.estimator.model.ExpertShape;

/**
 * What the communication of one layer adds to its passes. Compute hides only one message at a time: tensor parallelism comes
 * first behind the products, then experts behind what is left of them; parameters are gathered behind what is left of all.
 */
final class LayerCommunication {

    /** Per-layer gathers inside a node reach at least this share of the link. */
    private static final double NODE_LINK_SHARE = 0.5;

    /** Tokens of the rank that gets most over the mean. A guess for balanced training. */
    private static final double HOTTEST_RANK = 1.2;

    /** Share of hidden ring-attention hops that costs time. A guess. */
    private static final double CONTEXT_EXPOSED = 0.1;

    /**
     * Of an element of activations. Source for 8 bits: Transformer Engine pytorch/module/layernorm_linear.py gathers quantized
     * inputs, torchao float8/float8_tensor_parallel.py does too.
     */
    private static final double HALF_BYTES = 2;

    /** Of an offloaded parameter, or of its gradient, on the way between host and device. */
    private static final double HOST_BYTES = 2;

    private final Workload work;
    private final Tuning tuning;
    private final LayerKind kind;
    private final GroupTimes groups;
    private final Overlapped overlap;

    LayerCommunication(Workload work, Tuning tuning, LayerKind kind) {
        this.work = work;
        this.tuning = tuning;
        this.kind = kind;
        this.groups = new GroupTimes(work, tuning);
        this.overlap = new Overlapped(tuning.constant("overlap.slowdown"));
    }

    /**
     * What is added to the passes of a layer, by cause.
     *
     * @param hidden compute that hides some of it, and nothing else
     */
    record Added(Passes tensor, Passes expert, Passes context, Passes gather, Passes hidden) {}

    /** Messages of one pass, or what they add. */
    private record Messages(double tensorMicros, double expertMicros, double contextMicros, double gatherMicros) {

        /** Those that a recomputed forward pass sends again. */
        Messages again(double fraction) {
            return new Messages(fraction * tensorMicros, fraction * expertMicros, 0, 0);
        }
    }

    /** What messages add, and what of them compute hides. */
    private record Hidden(Messages added, double hiddenMicros) {}

    /**
     * Behind the compute of a layer; the recomputed part of it belongs to the backward pass. Messages hide in the gaps, too,
     * in which a device waits for the host to launch.
     */
    Added behind(ProductTimes product, Passes attention, Passes memoryBound, Passes launches, double recomputeMicros) {
        Passes products = product.passes().plus(launches);
        double activations = (isSequential() ? 2 : 1) * activationsMicros();
        double dispatch = kind == LayerKind.EXPERTS ? dispatchMicros() : 0;
        Passes context = contextMicros();
        Passes gather = gatherMicros().plus(fetchMicros());
        Messages there = new Messages(activations, dispatch, context.forwardMicros(), gather.forwardMicros());
        Messages back = new Messages(activations, dispatch, context.backwardMicros(), gather.backwardMicros());
        double again = work.execution().recomputedFraction();
        Hidden forward =
                hidden(there, products.forwardMicros(), attention.forwardMicros(), memoryBound.forwardMicros());
        Hidden repeated = hidden(there.again(again), again * products.forwardMicros(), 0, 0);
        Hidden backward = hidden(
                back,
                products.backwardMicros(),
                attention.backwardMicros(),
                memoryBound.backwardMicros() + recomputeMicros - repeated.hiddenMicros());
        Messages one = forward.added();
        Messages two = backward.added();
        return new Added(
                new Passes(
                        one.tensorMicros(),
                        two.tensorMicros() + repeated.added().tensorMicros()),
                new Passes(
                        one.expertMicros(),
                        two.expertMicros() + repeated.added().expertMicros()),
                new Passes(one.contextMicros(), two.contextMicros()),
                new Passes(one.gatherMicros(), two.gatherMicros()),
                new Passes(forward.hiddenMicros(), backward.hiddenMicros() + repeated.hiddenMicros()));
    }

    private Hidden hidden(Messages messages, double product, double attention, double rest) {
        double tensorExposed = 1 - hiddenFraction();
        double paired = work.pairedFraction();
        double expertExposed = Math.min(knob(Knob.EXPERT_EXPOSED), 1 - paired);
        double contextExposed = work.exchangesHeads() ? 1 : CONTEXT_EXPOSED;
        double gatherExposed = gathersAhead() ? knob(Knob.GATHER_EXPOSED) : 1;
        double tensor = overlap.takenMicros(tensorExposed, messages.tensorMicros(), product);
        double beside = product - tensor + (paired > 0 ? attention + rest : 0);
        double expert = overlap.takenMicros(expertExposed, messages.expertMicros(), beside);
        double context = overlap.takenMicros(contextExposed, messages.contextMicros(), attention);
        double left = Math.max(0, product + attention + rest - tensor - expert - context);
        double gather = overlap.takenMicros(gatherExposed, messages.gatherMicros(), left);
        return new Hidden(
                new Messages(
                        overlap.addedMicros(tensorExposed, messages.tensorMicros(), product),
                        overlap.addedMicros(expertExposed, messages.expertMicros(), beside),
                        overlap.addedMicros(contextExposed, messages.contextMicros(), attention),
                        overlap.addedMicros(gatherExposed, messages.gatherMicros(), left)),
                tensor + expert + context + gather);
    }

    /** One exchange in each pass where attention and MLP run side by side, else two. */
    private boolean isSequential() {
        return work.config().model().residual() == Residual.SEQUENTIAL;
    }

    private boolean gathersAhead() {
        return work.config().parallel().overlaps().contains(Overlap.LAYER_PREFETCH);
    }

    /** All-reduce of the activations [micro-batch, sequence, hidden], or the pair that replaces it. */
    private double activationsMicros() {
        if (work.tensorWays() == 1) {
            return 0;
        }
        RankGroup group = RankGroup.tensor(work);
        double elements = work.tokens() * work.hidden();
        return work.dividesSequence()
                ? groups.allGatherMicros(group, gatheredBytes() * elements)
                        + groups.reduceScatterMicros(group, HALF_BYTES * elements)
                : groups.allReduceMicros(group, HALF_BYTES * elements);
    }

    /** What is gathered goes into products and travels in their format; sums travel in 16 bits. */
    private double gatheredBytes() {
        return work.config().precision() == Precision.FP8 && work.machine().hasFp8() ? 1 : HALF_BYTES;
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

    /** Tokens travel to their experts and back. */
    private double dispatchMicros() {
        return work.mixture().map(this::dispatchMicros).orElse(0.0);
    }

    private double dispatchMicros(Mixture mixture) {
        double ranks = work.expertWays();
        if (ranks == 1) {
            return 0;
        }
        RankGroup group = RankGroup.of(work, ranks, expertStride());
        double load = ExpertShape.loadFactor(mixture);
        double bytes = HALF_BYTES * load * work.tokens() * mixture.topKCount() * work.hidden() / work.tensorWays();
        return 2
                * hottestFactor(mixture)
                * groups.allToAllMicros(
                        group, bytes, work.sendsTokensOnce() ? TokenCopies.once(mixture) : TokenCopies.EACH);
    }

    private double hottestFactor(Mixture mixture) {
        return mixture.capacity() instanceof Capacity.Limited
                ? 1
                : Math.max(HOTTEST_RANK, ExpertShape.hottestFactor(mixture, (long) work.expertWays()));
    }

    /** Experts that are divided less than the rest of a layer lie on neighbours, whatever tensor parallelism does there. */
    private double expertStride() {
        boolean folded = work.expertTensorWays() < work.tensorWays();
        return folded ? work.expertTensorWays() : work.tensorWays() * work.contextWays();
    }

    /** Ring attention passes keys and values on, once in the forward and twice in the backward pass. */
    private Passes contextMicros() {
        double ranks = work.contextWays();
        if (ranks == 1) {
            return Passes.NONE;
        }
        if (work.exchangesHeads()) {
            return exchangeMicros(ranks);
        }
        double bytes = 4 * work.tokens() * work.keyValueHeads() * work.headSize() / work.tensorWays();
        boolean leavesNode = work.tensorWays() * ranks > work.machine().domainSize();
        double hops = (ranks - 1)
                * groups.transferMicros(bytes, leavesNode ? work.machine().domainSize() : 1);
        return new Passes(hops, 2 * hops);
    }

    /** Queries, keys and values to the ranks of their heads, results back; nothing to hide behind. */
    private Passes exchangeMicros(double ranks) {
        RankGroup group = RankGroup.of(work, ranks, work.tensorWays());
        double perHead = 2 * work.tokens() * work.headSize() / work.tensorWays();
        double micros =
                groups.allToAllMicros(group, perHead * (work.heads() + 2 * work.keyValueHeads()), TokenCopies.EACH)
                        + groups.allToAllMicros(group, perHead * work.heads(), TokenCopies.EACH);
        return new Passes(micros, micros);
    }

    /** FSDP and ZeRO-3: parameters are gathered for each pass, gradients scattered after the backward pass. */
    private Passes gatherMicros() {
        if (!work.gathersLayers() || work.dataRanks() == 1) {
            return Passes.NONE;
        }
        RankGroup group = RankGroup.data(work, work.layerShardRanks());
        double share = group.isInOneNode() ? Math.max(knob(Knob.LINK_SHARE), NODE_LINK_SHARE) : knob(Knob.LINK_SHARE);
        double parameters = work.parameters().layer();
        double gathered = groups.micros(group, CollectiveKind.ALL_GATHER, 2 * parameters, share);
        double reduced =
                groups.micros(group, CollectiveKind.REDUCE_SCATTER, knob(Knob.FSDP_REDUCE_BYTES) * parameters, share);
        double again = work.zeroStage() == 3 ? gathered : 0;
        return new Passes(gathered, again + reduced + replicasMicros(parameters));
    }

    /** Offloaded parameters come from the host for each pass, and gradients go there. Source: arXiv 2104.07857. */
    private Passes fetchMicros() {
        if (work.config().offload() != Offload.OPTIMIZER_AND_PARAMETERS) {
            return Passes.NONE;
        }
        double held = work.parameters().layer() / (work.gathersLayers() ? work.layerShardRanks() : 1);
        double micros = 1e6 * HOST_BYTES * held / work.machine().hostBytesPerSecond();
        return new Passes(micros, 2 * micros);
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
