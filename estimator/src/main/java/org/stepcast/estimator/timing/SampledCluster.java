package org.stepcast.estimator.timing;

import org.stepcast.core.hardware.Cluster;
import org.stepcast.estimator.catalogue.Catalogue;

/** A cluster and the regressors that were fitted to its samples. */
public record SampledCluster(Cluster cluster, Catalogue catalogue) {}
