package org.stepcast.estimator.config;

import java.util.List;
import java.util.stream.Stream;

/** Every wrong input that we have thought of. Clusters and presets are the built-in ones. */
public final class BadInputs {

    private BadInputs() {}

    public static List<BadInput> all() {
        return Stream.of(
                        BadFiles.all(),
                        BadNamedKeys.all(),
                        BadNamedValues.all(),
                        BadNamedSizes.all(),
                        BadModels.all(),
                        BadClusters.all(),
                        BadPublishedForms.all(),
                        BadDatasets.all())
                .flatMap(List::stream)
                .toList();
    }
}
