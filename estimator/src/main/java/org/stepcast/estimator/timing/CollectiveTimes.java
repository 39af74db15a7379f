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

    /** Corrected by the cluster's own sampled groups, else by those of the nearest device with the same kind of link. */
    private OperatorTime fromLinks(Collective collective) {
        double micros = new LinkModel(cluster, defaults.links()).micros(collective);
        String what = collective.group().text() + " was not sampled: from figures of links";
        Optional<Calibration> ofOwn = own.stream()
                .flatMap(source -> calibration(source, collective, 0).stream())
                .findFirst();
        if (ofOwn.isPresent()) {
            return corrected(micros, ofOwn.get(), Origin.EXTRAPOLATED, what);
        }
        return ofReferences(collective)
                .map(found -> corrected(micros, found, Origin.ANALYTIC, what))
                .orElseGet(() -> time(micros, defaults.links().spreadFraction(), Origin.ANALYTIC, what));
    }

    private static OperatorTime corrected(double micros, Calibration found, Origin origin, String what) {
        return time(micros * found.factor(), found.spreadFraction(), origin, what + ", " + found.reason());
    }

    private static OperatorTime time(double micros, double spreadFraction, Origin origin, String reason) {
        return new OperatorTime(OperatorTime.widened(Interval.exactly(micros), spreadFraction), origin, reason);
    }

    /** For groups in a node: networks differ too much in how they are set up for one to speak for another. */
    private Optional<Calibration> ofReferences(Collective collective) {
        if (collective.group().nodeCount() > 1) {
            return Optional.empty();
        }
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
