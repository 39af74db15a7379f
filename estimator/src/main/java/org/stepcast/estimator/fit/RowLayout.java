package org.stepcast.estimator.fit;

import java.util.List;
import org.stepcast.estimator.feature.Dimension;
import org.stepcast.estimator.feature.FeatureRow;

/** The names behind the numbers of all rows of one kind. */
record RowLayout(List<String> termNames, int hostTermCount, List<String> dimensionNames) {

    static RowLayout of(FeatureRow row) {
        return new RowLayout(
                row.termNames(),
                row.hostTerms().size(),
                row.dimensions().stream().map(Dimension::name).toList());
    }
}
