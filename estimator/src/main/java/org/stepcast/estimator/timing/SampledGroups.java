package org.stepcast.estimator.timing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.CollectiveKind;
import org.stepcast.core.operator.GroupShape;
import org.stepcast.core.operator.Pass;
import org.stepcast.estimator.catalogue.CatalogueEntry;
import org.stepcast.estimator.catalogue.RegressorKey;
import org.stepcast.estimator.feature.FeatureRow;
import org.stepcast.estimator.feature.FeatureSchema;

/** The groups of ranks whose collectives were sampled on one cluster, against what its links promise. */
record SampledGroups(SampledCluster source, LinkModel links, List<RegressorKey> keys) {

    /** One sampled group at the size of an asked message, as far as that was sampled. */
    private record Part(Collective collective, double ratio) {

        /** Groups that differ twofold in nodes or in ranks per node weigh 1/e. */
        double weight(GroupShape group) {
            double nodes = doublings(group.nodeCount(), collective.group().nodeCount());
            double ranks =
                    doublings(group.ranksPerNodeCount(), collective.group().ranksPerNodeCount());
            return Math.exp(-nodes - ranks);
        }

        private static double doublings(double one, double other) {
            return Math.abs(Math.log(one / other)) / Math.log(2);
        }
    }

    SampledGroups {
        keys = List.copyOf(keys);
    }

    static SampledGroups of(SampledCluster source, LinkModel links) {
        List<RegressorKey> keys = source.catalogue().keys().stream()
                .filter(key -> kind(key).isPresent())
                .sorted()
                .toList();
        return new SampledGroups(source, links, keys);
    }

    /** From groups on the same kind of link; of the same kind of collective where there are any. */
    Optional<Calibration> calibration(Collective asked) {
        List<Part> same = new ArrayList<>();
        List<Part> other = new ArrayList<>();
        for (RegressorKey key : keys) {
            GroupShape group = group(key);
            if ((group.nodeCount() == 1) == (asked.group().nodeCount() == 1)) {
                CollectiveKind kind = kind(key).orElseThrow();
                (kind == asked.kind() ? same : other).add(part(key, new Collective(kind, asked.messageBytes(), group)));
            }
        }
        List<Part> parts = same.isEmpty() ? other : same;
        return parts.isEmpty() ? Optional.empty() : Optional.of(mean(parts, asked.group()));
    }

    private Calibration mean(List<Part> parts, GroupShape group) {
        double logSum = 0;
        double weightSum = 0;
        for (Part part : parts) {
            double weight = part.weight(group);
            logSum += weight * Math.log(part.ratio());
            weightSum += weight;
        }
        String names = parts.stream()
                .map(part -> part.collective().family() + " "
                        + part.collective().group().text())
                .collect(Collectors.joining(", "));
        return new Calibration(
                Math.exp(logSum / weightSum),
                0,
                "corrected by " + names + " of " + source.cluster().name());
    }

    private Part part(RegressorKey key, Collective asked) {
        CatalogueEntry entry = source.catalogue().find(key).orElseThrow();
        int message = entry.range().names().indexOf("message");
        double bytes = Math.clamp(
                asked.messageBytes(),
                entry.range().lows().get(message),
                entry.range().highs().get(message));
        Collective sampled = new Collective(asked.kind(), bytes, asked.group());
        FeatureRow row = FeatureSchema.describe(
                sampled, Pass.WHOLE, key.precision(), source.cluster().device());
        return new Part(sampled, entry.micros(row) / links.micros(sampled));
    }

    private static GroupShape group(RegressorKey key) {
        String[] sides = key.variant().split("x", 2);
        return new GroupShape(Long.parseLong(sides[0]), Long.parseLong(sides[1]));
    }

    private static Optional<CollectiveKind> kind(RegressorKey key) {
        for (CollectiveKind kind : CollectiveKind.values()) {
            if (kind.label().equals(key.family())) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
