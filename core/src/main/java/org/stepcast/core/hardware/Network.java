package org.stepcast.core.hardware;

/**
 * What connects the nodes.
 *
 * @param bytesPerSecond per device and direction: the node's adapters shared evenly; 0 exactly when there is no network
 * @param latencyMicros from one node to another
 */
public record Network(NetworkKind kind, double bytesPerSecond, double latencyMicros) {

    public Network {
        Figures.require(
                "bytesPerSecond", bytesPerSecond, kind == NetworkKind.NONE ? bytesPerSecond == 0 : bytesPerSecond > 0);
        Figures.require("latencyMicros", latencyMicros, latencyMicros >= 0);
    }

    /** The network of a cluster of one node. */
    public static Network none() {
        return new Network(NetworkKind.NONE, 0, 0);
    }

    public boolean exists() {
        return kind != NetworkKind.NONE;
    }
}
