package org.stepcast.estimator.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.stepcast.core.quantity.YamlNode;

/** Reads the key {@code calibration}: none, a factor with its source, or a file with those of clusters and frameworks. */
final class CalibrationSection {

    private static final String KEY = "calibration";

    private final YamlNode top;
    private final FolderSearch search;

    CalibrationSection(YamlNode top, FolderSearch search) {
        this.top = top;
        this.search = search;
    }

    /** @param cluster the job's, where it could be read */
    Optional<Calibration> read(Optional<KnownCluster> cluster, Framework framework) {
        if (top.isSection(KEY)) {
            return Optional.of(Calibrations.calibration(top.section(KEY)));
        }
        String text = top.optionalText(KEY).orElse("none");
        if (text.equals("none")) {
            return Optional.empty();
        }
        Optional<Path> file = search.file(text);
        if (file.isEmpty()) {
            top.fault(KEY, "must be none, a mapping of factor and source, or a file of validate log --save");
            return Optional.empty();
        }
        return cluster.flatMap(known ->
                ofFile(file.get(), known.cluster().name(), framework.name().label()));
    }

    private Optional<Calibration> ofFile(Path file, String cluster, String framework) {
        Calibrations known = Calibrations.read(file);
        Optional<Calibration> found = known.find(cluster, framework);
        if (found.isEmpty()) {
            List<String> others = known.entries().stream()
                    .map(entry -> entry.framework() + " on " + entry.cluster())
                    .toList();
            top.fault(
                    KEY,
                    "must have an entry for " + framework + " on " + cluster,
                    "It has: " + String.join(", ", others) + ".");
        }
        return found;
    }
}
