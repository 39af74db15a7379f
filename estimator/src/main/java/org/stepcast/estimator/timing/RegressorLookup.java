package org.stepcast.estimator.timing;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.quantity.Interval;
import org.stepcast.core.quantity.Origin;
import org.stepcast.estimator.catalogue.CatalogueEntry;
import org.stepcast.estimator.catalogue.RegressorKey;
import org.stepcast.estimator.feature.FeatureRow;
import org.stepcast.estimator.feature.FeatureSchema;

/** Asks the regressors of sampled clusters. */
final class RegressorLookup {

    private static final double LN_2 = Math.log(2);

    private final Spreads spreads;

    RegressorLookup(Spreads spreads) {
        this.spreads = spreads;
    }

    /**
     * What the regressors of {@code source} say of {@code query} at the figures of {@code device}; empty when neither the
     * operator nor a like one was sampled there.
     */
    Optional<Candidate> find(SampledCluster source, Query query, Device device) {
        return exact(source, query, device).or(() -> like(source, query, device));
    }

    private Optional<Candidate> like(SampledCluster source, Query query, Device device) {
        return Likeness.of(query.operator())
                .map(query::of)
                .flatMap(like -> exact(source, like, device)
                        .map(candidate -> candidate
                                .times(query.workRatio(like))
                                .farther(
                                        spreads.likeOperatorFraction(),
                                        "by work from " + like.operator().family())));
    }

    private Optional<Candidate> exact(SampledCluster source, Query query, Device device) {
        return precisions(query)
                .flatMap(precision ->
                        source.catalogue().find(RegressorKey.of(query.operator(), query.pass(), precision)).stream())
                .findFirst()
                .map(entry -> candidate(entry, query, device));
    }

    /** The asked precision, then those of equal width, then the rest, nearest width first. */
    private static Stream<Precision> precisions(Query query) {
        int asked = query.precision().byteCount();
        return Stream.of(Precision.values())
                .sorted(Comparator.<Precision>comparingInt(other -> other == query.precision() ? 0 : 1)
                        .thenComparingInt(other -> Math.abs(other.byteCount() - asked)));
    }

    private Candidate candidate(CatalogueEntry entry, Query query, Device device) {
        Precision fitted = entry.key().precision();
        Candidate candidate = Candidate.exact(
                time(entry, FeatureSchema.describe(query.operator(), query.pass(), query.precision(), device)));
        // Bytes of any width take their time on memory or wire; products of another width have another peak.
        boolean sameWork =
                !query.hasProducts() || fitted.byteCount() == query.precision().byteCount();
        return sameWork ? candidate : candidate.farther(spreads.otherWidthFraction(), "from " + fitted.label());
    }

    private OperatorTime time(CatalogueEntry entry, FeatureRow row) {
        Interval micros = entry.heldOut().around(entry.micros(row));
        if (entry.covers(row)) {
            return new OperatorTime(micros, Origin.INTERPOLATED, "");
        }
        double doublings = entry.logExcess(row) / LN_2;
        return new OperatorTime(
                OperatorTime.widened(micros, spreads.perDoublingFraction() * doublings),
                Origin.EXTRAPOLATED,
                String.join(", ", entry.outside(row)));
    }
}
