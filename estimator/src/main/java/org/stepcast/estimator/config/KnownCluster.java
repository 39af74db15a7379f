package org.stepcast.estimator.config;

import java.util.Optional;
import org.stepcast.core.hardware.Cluster;

/**
 * A cluster that a configuration may name.
 *
 * @param publishedName the folder of published samples that its regressors were fitted to, such as Perlmutter
 */
public record KnownCluster(Cluster cluster, SampleSource samples, Optional<String> publishedName) {}
