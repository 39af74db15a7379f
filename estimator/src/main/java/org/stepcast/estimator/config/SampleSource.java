package org.stepcast.estimator.config;

import java.nio.file.Path;

/** Where a cluster's regressors come from. */
public sealed interface SampleSource {

    /** A fitted catalogue: a folder of regressors/ with cluster.yml and catalogue/. */
    record Catalogue(Path folder) implements SampleSource {}

    /** Published sample files that are not fitted yet. */
    record SampleFolders(Path operatorFolder, Path collectiveFolder) implements SampleSource {}

    /** Figures of the hardware alone. */
    record FiguresOnly() implements SampleSource {}
}
