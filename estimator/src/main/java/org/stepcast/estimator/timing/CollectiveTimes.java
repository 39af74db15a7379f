package org.stepcast.estimator.timing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stepcast.core.hardware.Cluster;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.CollectiveKind;
import org.stepcast.core.operator.GroupShape;
import org.stepcast.core.quantity.Interval;
import org.stepcast.core.quantity.Origin;
import org.stepcast.estimator.catalogue.CatalogueEntry;
import org.stepcast.estimator.catalogue.RegressorKey;

/**
 * Times of collectives on a cluster: from samples of the same group of ranks; else from its links, corrected by how far
 * its sampled groups are from what their links promise.
 *
 * @param own what was sampled on the cluster: empty or one
 */
record CollectiveTimes(Cluster cluster, List<SampledCluster> own, Defaults defaults) {

    CollectiveTimes {
        own = List.copyOf(own);
    }

    OperatorTime time(Query query, Collective collective) {
        return own.stream()
                .flatMap(source -> new RegressorLookup(defaults.spreads())
                        .find(source, query, cluster.device()).stream())
                .findFirst()
                .map(Candidate::answer)
                .orElseGet(() -> fromLinks(query, collective));
    }

    private OperatorTime fromLinks(Query query, Collective collective) {
        LinkModel links = new LinkModel(cluster, defaults.links());
        double micros = links.micros(collective);
        Optional<Calibration> calibration = calibration(query, collective, links);
        double factor = calibration.map(Calibration::factor).orElse(1.0);
        double spread = calibration
                .map(_ -> defaults.spreads().otherTopologyFraction())
                .orElse(defaults.links().spreadFraction());
        String how = calibration
                .map(found -> "from links, corrected by " + found.names())
                .orElse("from figures of links");
        return new OperatorTime(
                OperatorTime.widened(Interval.exactly(micros * factor), spread),
                Origin.ANALYTIC,
                collective.group().text() + " was not sampled: " + how);
    }

    /** Sampled groups on the same kind of link; of the same kind of collective where there are any. */
    private Optional<Calibration> calibration(Query query, Collective collective, LinkModel links) {
        List<Calibration.Part> same = new ArrayList<>();
        List<Calibration.Part> other = new ArrayList<>();
        for (SampledCluster source : own) {
            for (RegressorKey key : source.catalogue().keys()) {
                Optional<Collective> sampled = sampled(key, collective);
                if (sampled.isPresent() && usesSameLinks(sampled.get().group(), collective.group())) {
                    CatalogueEntry entry = source.catalogue().find(key).orElseThrow();
                    Calibration.Part part = Calibration.Part.of(entry, query.of(sampled.get()), links);
                    (sampled.get().kind() == collective.kind() ? same : other).add(part);
                }
            }
        }
        return Calibration.of(same.isEmpty() ? other : same, collective.group());
    }

    private static Optional<Collective> sampled(RegressorKey key, Collective asked) {
        for (CollectiveKind kind : CollectiveKind.values()) {
            if (kind.label().equals(key.family())) {
                String[] sides = key.variant().split("x", 2);
                GroupShape group = new GroupShape(Long.parseLong(sides[0]), Long.parseLong(sides[1]));
                return Optional.of(new Collective(kind, asked.messageBytes(), group));
            }
        }
        return Optional.empty();
    }

    private static boolean usesSameLinks(GroupShape one, GroupShape other) {
        return one.nodeCount() == 1 == (other.nodeCount() == 1);
    }
}
