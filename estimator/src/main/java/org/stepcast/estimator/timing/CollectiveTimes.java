package org.stepcast.estimator.timing;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.stepcast.core.hardware.Cluster;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.quantity.Interval;
import org.stepcast.core.quantity.Origin;

/**
 * Times of collectives on a cluster: from samples of the same group of ranks; else from its links, corrected by how far
 * sampled groups are from what their links promise.
 *
 * @param own what was sampled on the cluster: empty or one
 * @param references other sampled clusters, asked for only where the own samples do not suffice
 */
record CollectiveTimes(
        Cluster cluster, List<SampledCluster> own, Supplier<List<SampledCluster>> references, Defaults defaults) {

    CollectiveTimes {
        own = List.copyOf(own);
    }

    OperatorTime time(Query query, Collective collective) {
        return own.stream()
                .flatMap(source ->
                        new RegressorLookup(defaults.spreads()).find(source, query, cluster.device()).stream())
                .findFirst()
                .map(Candidate::answer)
                .orElseGet(() -> fromLinks(collective));
    }

    private OperatorTime fromLinks(Collective collective) {
        double micros = new LinkModel(cluster, defaults.links()).micros(collective);
        String what = collective.group().text() + " was not sampled: from figures of links";
        return calibration(collective)
                .map(found -> analytic(micros * found.factor(), found.spreadFraction(), what + ", " + found.reason()))
                .orElseGet(() -> analytic(micros, defaults.links().spreadFraction(), what));
    }

    private static OperatorTime analytic(double micros, double spreadFraction, String reason) {
        Interval spread = OperatorTime.widened(Interval.exactly(micros), spreadFraction);
        return new OperatorTime(spread, Origin.ANALYTIC, reason);
    }

    /**
     * The cluster's own sampled groups; for groups in a node also those of the nearest device with the same kind of link.
     * Networks differ too much in how they are set up for one to speak for another.
     */
    private Optional<Calibration> calibration(Collective collective) {
        Optional<Calibration> ofOwn = own.stream()
                .flatMap(source -> calibration(source, collective, 0).stream())
                .findFirst();
        return ofOwn.isPresent() || collective.group().nodeCount() > 1 ? ofOwn : ofReferences(collective);
    }

    private Optional<Calibration> ofReferences(Collective collective) {
        return Reference.nearest(references.get(), cluster.device()).stream()
                .filter(source -> source.cluster().cluster().node().link().kind()
                        == cluster.node().link().kind())
                .flatMap(source ->
                        calibration(
                                source.cluster(), collective, defaults.spreads().transferFraction(source.distance()))
                                .stream())
                .findFirst();
    }

    private Optional<Calibration> calibration(SampledCluster source, Collective collective, double fartherFraction) {
        LinkModel links = new LinkModel(source.cluster(), defaults.links());
        return SampledGroups.of(source, links)
                .calibration(collective)
                .map(found -> found.farther(defaults.spreads().otherTopologyFraction() + fartherFraction));
    }
}
