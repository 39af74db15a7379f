package org.stepcast.estimator.timing;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.stepcast.core.hardware.Cluster;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;

/**
 * Times on one cluster, each computed once. Samples of the cluster come first; where it has none, the nearest samples of
 * other clusters, and the figures of devices and links last. Safe for use by several threads.
 */
public final class ClusterTimes implements TimeSource {

    private final KernelTimes kernels;
    private final CollectiveTimes collectives;
    private final Map<Query, OperatorTime> known = new ConcurrentHashMap<>();

    private ClusterTimes(KernelTimes kernels, CollectiveTimes collectives) {
        this.kernels = kernels;
        this.collectives = collectives;
    }

    /**
     * Times on a cluster with samples.
     *
     * @param references other sampled clusters; asked for once at most, and only if {@code own} does not suffice
     */
    public static ClusterTimes of(SampledCluster own, Supplier<List<SampledCluster>> references) {
        return of(own.cluster(), List.of(own), references);
    }

    /** Times on a cluster that is known by its figures alone. */
    public static ClusterTimes ofFigures(Cluster cluster, Supplier<List<SampledCluster>> references) {
        return of(cluster, List.of(), references);
    }

    private static ClusterTimes of(
            Cluster cluster, List<SampledCluster> own, Supplier<List<SampledCluster>> references) {
        Defaults defaults = Defaults.builtIn();
        Supplier<List<SampledCluster>> once = new Once<>(references);
        return new ClusterTimes(
                new KernelTimes(cluster.device(), own, once, defaults),
                new CollectiveTimes(cluster, own, once, defaults));
    }

    @Override
    public OperatorTime time(Operator operator, Pass pass, Precision precision) {
        return known.computeIfAbsent(new Query(operator, pass, precision), this::compute);
    }

    private OperatorTime compute(Query query) {
        return query.operator() instanceof Collective collective
                ? collectives.time(query, collective)
                : kernels.time(query);
    }
}
