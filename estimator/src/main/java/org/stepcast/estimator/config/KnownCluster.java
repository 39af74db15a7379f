package org.stepcast.estimator.config;

import java.util.Optional;
import org.stepcast.core.hardware.Cluster;

/**
 * A cluster that a configuration may name.
 *
 * @param publishedName the folder of published samples that its regressors were fitted to, such as Perlmutter
 * @param reach whose times its samples may tell
 */
public record KnownCluster(Cluster cluster, SampleSource samples, Optional<String> publishedName, Reach reach) {

    /** A cluster whose samples may tell times of other devices too. */
    public KnownCluster(Cluster cluster, SampleSource samples, Optional<String> publishedName) {
        this(cluster, samples, publishedName, Reach.ALL_DEVICES);
    }

    /** Which devices the samples of a cluster say something of. */
    public enum Reach {
        /** Devices without samples take over corrections from it. */
        ALL_DEVICES,
        /** Its own only: a processor is no GPU ({@code reference: false}). */
        ITSELF
    }
}
