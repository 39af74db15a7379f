package org.stepcast.estimator.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.error.Faults;
import org.stepcast.core.hardware.Cluster;
import org.stepcast.core.hardware.ClusterReader;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.core.hardware.Estimate;
import org.stepcast.core.hardware.Provenance;
import org.stepcast.core.hardware.UsualSystem;
import org.stepcast.core.quantity.YamlFile;
import org.stepcast.core.quantity.YamlNode;
import org.stepcast.estimator.config.KnownCluster.Reach;

/** The clusters that a name stands for: folders of regressors/ that hold a cluster.yml, and devices of the table. */
public final class KnownClusters {

    private static final String FILE = "cluster.yml";
    private static final String CATALOGUE = "catalogue";

    private final List<Path> roots;
    private final DeviceTable devices;

    /** @param roots folders of clusters, each cluster a folder; the first that has a name wins */
    public KnownClusters(List<Path> roots, DeviceTable devices) {
        this.roots = List.copyOf(roots);
        this.devices = devices;
    }

    /** The folders' names, in alphabetical order. */
    public List<String> names() {
        return roots.stream()
                .flatMap(KnownClusters::namesIn)
                .sorted()
                .distinct()
                .toList();
    }

    /**
     * The cluster of a folder, or else the usual system of a device.
     *
     * @throws BadInputException with all faults of the cluster's file
     */
    public Optional<KnownCluster> find(String name) {
        return inFolders(name).or(() -> devices.find(name).map(this::usual));
    }

    /**
     * The cluster whose regressors were fitted to the samples in a published folder.
     *
     * @throws BadInputException with all faults of a cluster's file
     */
    public Optional<KnownCluster> publishedAs(String publishedName, Device device) {
        return names().stream()
                .flatMap(name -> inFolders(name).stream())
                .filter(known -> known.publishedName().equals(Optional.of(publishedName)))
                .filter(known -> known.cluster().device().name().equals(device.name()))
                .findFirst();
    }

    /** Folders of published samples that a cluster is known for, in alphabetical order. */
    public List<String> publishedNames() {
        return names().stream()
                .flatMap(name -> inFolders(name).stream())
                .flatMap(known -> known.publishedName().stream())
                .sorted()
                .distinct()
                .toList();
    }

    /** The cluster of a device of which nothing else is known: its usual system, each figure of it an estimate. */
    public KnownCluster usual(Device device) {
        UsualSystem system = devices.usualSystem(device);
        List<Estimate> estimates = List.of(
                new Estimate("node", "as in " + system.name()), new Estimate("network", "as in " + system.name()));
        Provenance provenance = new Provenance(device.provenance().source(), List.of(), estimates);
        Cluster cluster = new Cluster(device.name(), device, system.node(), system.network(), provenance, List.of());
        return new KnownCluster(cluster, new SampleSource.FiguresOnly(), Optional.empty());
    }

    /**
     * Reads one cluster.yml; regressors are those beside it.
     *
     * @throws BadInputException with all faults of the file
     */
    public KnownCluster read(Path file) {
        Faults faults = new Faults(file.toString());
        YamlNode top = YamlFile.read(file, faults);
        Cluster cluster = new ClusterReader(devices).read(top.text("name"), top);
        Optional<String> publishedName = top.optionalText("published_name");
        boolean reference = top.optionalFlag("reference").orElse(true);
        top.rejectUnknownKeys();
        faults.throwIfAny();
        return new KnownCluster(cluster, samples(file), publishedName, reference ? Reach.ALL_DEVICES : Reach.ITSELF);
    }

    private Optional<KnownCluster> inFolders(String name) {
        return roots.stream()
                .filter(root -> namesIn(root).anyMatch(name::equals))
                .findFirst()
                .map(root -> read(root.resolve(name).resolve(FILE)));
    }

    private static SampleSource samples(Path file) {
        Path folder = file.toAbsolutePath().resolveSibling("").normalize();
        return Files.isDirectory(folder.resolve(CATALOGUE))
                ? new SampleSource.Catalogue(folder)
                : new SampleSource.FiguresOnly();
    }

    private static Stream<String> namesIn(Path root) {
        if (!Files.isDirectory(root)) {
            return Stream.empty();
        }
        try (Stream<Path> folders = Files.list(root)) {
            return folders
                    .filter(folder -> Files.isRegularFile(folder.resolve(FILE)))
                    .map(folder -> folder.getFileName().toString())
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
