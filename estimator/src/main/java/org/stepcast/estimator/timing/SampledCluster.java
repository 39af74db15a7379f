package org.stepcast.estimator.timing;

import org.stepcast.core.hardware.Cluster;
import org.stepcast.estimator.catalogue.Catalogue;
import org.stepcast.estimator.catalogue.RegressorKey;

/** A cluster and the regressors that were fitted to its samples. */
public record SampledCluster(Cluster cluster, Catalogue catalogue) {

    /** Whether the very operator was sampled in the asked number format. */
    boolean hasSampled(Query query) {
        return catalogue
                .find(RegressorKey.of(query.operator(), query.pass(), query.precision()))
                .isPresent();
    }
}
