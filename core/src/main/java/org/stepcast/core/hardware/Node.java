package org.stepcast.core.hardware;

import java.util.OptionalDouble;

/**
 * One machine, or one NVLink domain over several: {@code deviceCount} devices, each pair joined by {@code link}.
 *
 * @param acrossSocketsBytesPerSecond per device and direction, of what all devices exchange at once, where that is measured:
 *     machines without NVLink fall far below the link's rate when their processor sockets are crossed
 */
public record Node(int deviceCount, Link link, OptionalDouble acrossSocketsBytesPerSecond) {

    public Node {
        Figures.require("deviceCount", deviceCount, deviceCount > 0);
        Figures.require("deviceCount", deviceCount, deviceCount == 1 || link.exists());
        Figures.require(
                "acrossSocketsBytesPerSecond",
                acrossSocketsBytesPerSecond.orElse(1),
                acrossSocketsBytesPerSecond.orElse(1) > 0);
    }

    public Node(int deviceCount, Link link) {
        this(deviceCount, link, OptionalDouble.empty());
    }
}
