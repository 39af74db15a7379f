package org.stepcast.core.hardware;

/** One machine, or one NVLink domain over several: {@code deviceCount} devices, each pair joined by {@code link}. */
public record Node(int deviceCount, Link link) {

    public Node {
        Figures.require("deviceCount", deviceCount, deviceCount > 0);
        Figures.require("deviceCount", deviceCount, deviceCount == 1 || link.exists());
    }
}
