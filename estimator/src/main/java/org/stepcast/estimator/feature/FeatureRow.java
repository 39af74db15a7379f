package org.stepcast.estimator.feature;

import java.util.List;
import java.util.stream.Stream;
import org.stepcast.core.operator.Work;

/**
 * What a regressor sees of one pass of one operator on one device. All rows of one family and pass name the same terms,
 * features and dimensions in the same order.
 *
 * @param hostTerms parts that pass on the host (launches, small kernels waiting for it); they overlap with the device's
 * @param deviceTerms parts that pass on the device or the wire
 * @param dimensions sizes, among them the FLOPs and bytes of {@code work}
 */
public record FeatureRow(
        List<Term> hostTerms, List<Term> deviceTerms, List<Feature> features, List<Dimension> dimensions, Work work) {

    public FeatureRow {
        hostTerms = List.copyOf(hostTerms);
        deviceTerms = List.copyOf(deviceTerms);
        features = List.copyOf(features);
        dimensions = List.copyOf(dimensions);
    }

    /** Names of host terms, then device terms. */
    public List<String> termNames() {
        return terms().map(Term::name).toList();
    }

    /** Microseconds of host terms, then device terms. */
    public double[] termMicros() {
        return terms().mapToDouble(Term::micros).toArray();
    }

    public double[] featureValues() {
        return features.stream().mapToDouble(Feature::value).toArray();
    }

    public double[] dimensionValues() {
        return dimensions.stream().mapToDouble(Dimension::value).toArray();
    }

    /** What "larger" means when samples are ordered by size: FLOPs, or bytes where there are none. */
    public double size() {
        return work.flops() > 0 ? work.flops() : work.movedBytes();
    }

    private Stream<Term> terms() {
        return Stream.concat(hostTerms.stream(), deviceTerms.stream());
    }
}
