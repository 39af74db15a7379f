package org.stepcast.core.hardware;

/**
 * What connects a device with its neighbours in the node, or with the host.
 *
 * @param bytesPerSecond per device and direction; 0 exactly when there is no link
 * @param latencyMicros of one hop
 */
public record Link(LinkKind kind, double bytesPerSecond, double latencyMicros) {

    public Link {
        Figures.require(
                "bytesPerSecond", bytesPerSecond, kind == LinkKind.NONE ? bytesPerSecond == 0 : bytesPerSecond > 0);
        Figures.require("latencyMicros", latencyMicros, latencyMicros >= 0);
    }

    /** A device without such a link. */
    public static Link none() {
        return new Link(LinkKind.NONE, 0, 0);
    }

    public boolean exists() {
        return kind != LinkKind.NONE;
    }
}
