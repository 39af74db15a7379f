package org.stepcast.estimator.config;

import java.nio.file.Path;
import java.util.List;
import org.stepcast.core.hardware.DeviceTable;

/**
 * What a configuration may refer to.
 *
 * @param clusterRoots folders that hold a folder for each known cluster, such as regressors/; the first that has a name wins
 * @param workingDirectory where relative paths are looked for last
 */
public record ReadOptions(List<Path> clusterRoots, DeviceTable devices, Presets presets, Path workingDirectory) {

    public ReadOptions {
        clusterRoots = List.copyOf(clusterRoots);
    }

    /** The clusters in these roots, and the devices. */
    public KnownClusters clusters() {
        return new KnownClusters(clusterRoots, devices);
    }
}
