package org.stepcast.estimator.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.stepcast.core.error.NearNames;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.core.quantity.YamlNode;

/**
 * Finds the cluster of the published form. Its folders of samples are used where they exist; where they do not, their
 * name stands for the known cluster whose regressors were fitted to them.
 */
final class PublishedSamples {

    private static final String GPU = "gpu_name";
    private static final String OPERATORS = "operator_data_folder";
    private static final String COLLECTIVES = "nccl_data_folder";
    private static final int HINT_COUNT = 3;
    private static final Pattern LAST_TWO = Pattern.compile("([^/]+)/+[^/]+/*$");

    private final YamlNode top;
    private final KnownClusters clusters;
    private final DeviceTable devices;
    private final FolderSearch search;

    PublishedSamples(YamlNode top, KnownClusters clusters, DeviceTable devices, FolderSearch search) {
        this.top = top;
        this.clusters = clusters;
        this.devices = devices;
        this.search = search;
    }

    /** The cluster, as its own file has it; empty only if a fault was found. */
    Optional<KnownCluster> cluster() {
        Optional<String> operators = required(OPERATORS);
        Optional<String> collectives = required(COLLECTIVES);
        Optional<Device> device = required(GPU).flatMap(this::device);
        if (operators.isEmpty() || collectives.isEmpty()) {
            return Optional.empty();
        }
        Optional<Path> operatorFolder = folder(OPERATORS, operators.get());
        Optional<Path> collectiveFolder = folder(COLLECTIVES, collectives.get());
        if (operatorFolder.isEmpty() && collectiveFolder.isEmpty()) {
            return device.flatMap(this::namedByFolders);
        }
        if (operatorFolder.isEmpty() || collectiveFolder.isEmpty()) {
            String missing = operatorFolder.isEmpty() ? OPERATORS : COLLECTIVES;
            top.fault(missing, "is no folder", "Looked in " + search.basesText() + ".");
            return Optional.empty();
        }
        SampleSource folders = new SampleSource.SampleFolders(operatorFolder.get(), collectiveFolder.get());
        return device.map(known -> known(known).orElseGet(() -> clusters.usual(known)))
                .map(known -> new KnownCluster(known.cluster(), folders, known.publishedName()));
    }

    private Optional<String> required(String key) {
        if (!top.has(key)) {
            top.faults().add(key + " is missing.");
        }
        Optional<String> text = top.optionalText(key);
        if (text.filter(String::isBlank).isPresent()) {
            top.fault(key, "must not be empty");
        }
        return text.filter(given -> !given.isBlank());
    }

    private Optional<Device> device(String name) {
        Optional<Device> device = devices.find(name);
        if (device.isEmpty()) {
            top.fault(GPU, "is not a known device", deviceHint(name));
        }
        return device;
    }

    private String deviceHint(String name) {
        List<String> names = devices.devices().stream().map(Device::name).toList();
        List<String> aliases = devices.devices().stream()
                .flatMap(device -> device.aliases().stream())
                .toList();
        List<String> near = NearNames.near(
                name, Stream.concat(names.stream(), aliases.stream()).toList(), HINT_COUNT);
        return near.isEmpty()
                ? "Known devices: " + String.join(", ", names) + "."
                : "Maybe " + String.join(" or ", near) + ".";
    }

    /** The folder, which must hold samples of the device. */
    private Optional<Path> folder(String key, String text) {
        Optional<Path> folder = search.folder(text);
        String start = top.optionalText(GPU).orElse("") + "_";
        if (folder.isPresent()
                && fileNames(folder.get()).noneMatch(name -> name.startsWith(start) && name.endsWith(".csv"))) {
            top.fault(key, "holds no samples of gpu_name: no file " + start + "*.csv");
        }
        return folder;
    }

    private Optional<KnownCluster> namedByFolders(Device device) {
        Optional<KnownCluster> known = known(device);
        if (known.isEmpty()) {
            List<String> names = clusters.publishedNames();
            top.fault(
                    OPERATORS,
                    "is no folder, nor does it name a known cluster of " + device.name(),
                    "Looked in " + search.basesText()
                            + (names.isEmpty() ? "" : "; known clusters are " + String.join(", ", names)) + ".");
        }
        return known;
    }

    /** The cluster that both folders lie in by name. */
    private Optional<KnownCluster> known(Device device) {
        Optional<String> ofCollectives = top.optionalText(COLLECTIVES).flatMap(PublishedSamples::clusterName);
        return top.optionalText(OPERATORS)
                .flatMap(PublishedSamples::clusterName)
                .filter(name -> ofCollectives.equals(Optional.of(name)))
                .flatMap(name -> clusters.publishedAs(name, device));
    }

    /** {@code Perlmutter} of {@code ./regressors/Perlmutter/operator}. */
    private static Optional<String> clusterName(String folder) {
        Matcher matcher = LAST_TWO.matcher(folder.replace('\\', '/'));
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static Stream<String> fileNames(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
