package org.stepcast.core.hardware;

import java.nio.file.Path;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.error.Faults;
import org.stepcast.core.quantity.YamlFile;
import org.stepcast.core.quantity.YamlNode;

/**
 * Reads clusters: {@code cluster.yml} files and the same keys inside of another file. Figures that are left out are
 * taken from the nearest known device or the machine it is usually found in, and listed as estimated.
 */
public final class ClusterReader {

    private final DeviceTable table;

    /** @param table the devices that a file may name instead of giving figures */
    public ClusterReader(DeviceTable table) {
        this.table = table;
    }

    /**
     * Reads a file that holds one cluster.
     *
     * @throws BadInputException with all faults of the file at once
     */
    public Cluster read(Path file) {
        Faults faults = new Faults(file.toString());
        YamlNode top = YamlFile.read(file, faults);
        Cluster cluster = read(top.text("name"), top);
        // Means something to readers of published configurations only.
        top.optionalText("published_name");
        top.optionalFlag("reference");
        top.rejectUnknownKeys();
        faults.throwIfAny();
        return cluster;
    }

    /**
     * Reads the figures of a cluster from a section of another file, whose reader rejects unknown keys. The cluster may
     * only be used after that reader has found no fault.
     */
    public Cluster read(String name, YamlNode section) {
        return new ClusterReading(table, section).cluster(name);
    }
}
