package org.stepcast.estimator.fit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.stepcast.core.error.Faults;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.hardware.Link;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.quantity.Dimension;
import org.stepcast.core.quantity.YamlFile;
import org.stepcast.core.quantity.YamlNode;

/**
 * How fast links can be at most, whatever cluster was sampled.
 *
 * @param adapterBytesPerSecond of the fastest network adapter, per device and direction
 */
record LinkLimits(double adapterBytesPerSecond) {

    private static final String FILE = "limits.yml";
    private static final double MICROS_PER_SECOND = 1e6;

    /** The limits that ship with Stepcast. */
    static LinkLimits builtIn() {
        Faults faults = new Faults(FILE);
        YamlNode file = YamlFile.parse(FILE, resource(), faults);
        double adapter = file.quantity("fastest_adapter", Dimension.BYTES_PER_SECOND);
        file.text("source");
        file.rejectUnknownKeys();
        faults.throwIfAny();
        return new LinkLimits(adapter);
    }

    /**
     * The least time of {@code collective}. Switches that reduce in the network let a rank send its buffer just once,
     * so no more than the message counts; between nodes every device of a node may have an adapter.
     */
    double leastMicros(Collective collective, Device device) {
        double bytes = Math.min(collective.wireBytes(), collective.messageBytes());
        boolean leavesNode = collective.group().nodeCount() > 1;
        Link link = device.peerLink().exists() ? device.peerLink() : device.hostLink();
        double bytesPerSecond =
                leavesNode ? adapterBytesPerSecond * collective.group().ranksPerNodeCount() : link.bytesPerSecond();
        return bytesPerSecond > 0 ? bytes / bytesPerSecond * MICROS_PER_SECOND : 0;
    }

    private static String resource() {
        try (InputStream stream = LinkLimits.class.getResourceAsStream(FILE)) {
            if (stream == null) {
                throw new IllegalStateException(FILE + " is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
