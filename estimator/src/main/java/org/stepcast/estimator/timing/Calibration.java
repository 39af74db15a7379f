package org.stepcast.estimator.timing;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.GroupShape;
import org.stepcast.core.operator.Pass;
import org.stepcast.estimator.catalogue.CatalogueEntry;
import org.stepcast.estimator.feature.FeatureRow;
import org.stepcast.estimator.feature.FeatureSchema;

/**
 * How much longer sampled groups take than their links promise.
 *
 * @param factor time over promise
 * @param names of the samples, for people
 */
record Calibration(double factor, String names) {

    /** What one sampled group says. */
    record Part(Collective collective, double ratio) {

        /** The regressor against the links, for a message of a size that was sampled. */
        static Part of(CatalogueEntry entry, Query query, LinkModel links) {
            Collective collective = nearestSampled(entry, (Collective) query.operator());
            FeatureRow row = FeatureSchema.describe(
                    collective, Pass.WHOLE, query.precision(), links.cluster().device());
            return new Part(collective, entry.micros(row) / links.micros(collective));
        }

        private static Collective nearestSampled(CatalogueEntry entry, Collective asked) {
            int message = entry.range().names().indexOf("message");
            double bytes = Math.clamp(
                    asked.messageBytes(),
                    entry.range().lows().get(message),
                    entry.range().highs().get(message));
            return new Collective(asked.kind(), bytes, asked.group());
        }

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

    /** The geometric mean of parts, weighted by how near their groups are; empty without parts. */
    static Optional<Calibration> of(List<Part> parts, GroupShape group) {
        if (parts.isEmpty()) {
            return Optional.empty();
        }
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
        return Optional.of(new Calibration(Math.exp(logSum / weightSum), names));
    }
}
