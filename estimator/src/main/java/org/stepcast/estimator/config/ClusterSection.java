package org.stepcast.estimator.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stepcast.core.error.NearNames;
import org.stepcast.core.hardware.ClusterReader;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.core.quantity.YamlNode;

/** Reads the cluster of the named form: a name, a file, or the figures themselves. */
final class ClusterSection {

    private static final int HINT_COUNT = 3;

    private final KnownClusters clusters;
    private final DeviceTable devices;
    private final FolderSearch search;

    ClusterSection(KnownClusters clusters, DeviceTable devices, FolderSearch search) {
        this.clusters = clusters;
        this.devices = devices;
        this.search = search;
    }

    /** The cluster; usable only if no fault was found, and empty only if one was. */
    Optional<KnownCluster> read(YamlNode section) {
        if (section.has("device")) {
            String name = section.optionalText("name").orElse("inline");
            return Optional.of(new KnownCluster(
                    new ClusterReader(devices).read(name, section), new SampleSource.FiguresOnly(), Optional.empty()));
        }
        if (!section.has("name")) {
            section.faults().add(section.path("name") + " is missing. Or give " + section.path("device") + ".");
        }
        return section.optionalText("name").flatMap(name -> {
            Optional<KnownCluster> found = clusters.find(name).or(() -> file(name));
            if (found.isEmpty()) {
                section.fault("name", "is not a known cluster", hint(name));
            }
            return found;
        });
    }

    private Optional<KnownCluster> file(String name) {
        Optional<Path> inFolder = search.folder(name)
                .flatMap(folder -> search.file(folder.resolve("cluster.yml").toString()));
        return search.file(name).or(() -> inFolder).map(clusters::read);
    }

    private String hint(String name) {
        if (FolderSearch.isPath(name)) {
            return "Looked in " + search.basesText() + ".";
        }
        List<String> known = new ArrayList<>(clusters.names());
        List<String> near = NearNames.near(name, known, HINT_COUNT);
        if (!near.isEmpty()) {
            return "Maybe " + String.join(" or ", near) + ".";
        }
        List<String> nearDevices = NearNames.near(
                name, devices.devices().stream().map(Device::name).toList(), HINT_COUNT);
        return "Known clusters: " + String.join(", ", known) + "; or a device"
                + (nearDevices.isEmpty() ? "" : " such as " + String.join(" or ", nearDevices))
                + "; or the path of a cluster.yml.";
    }
}
