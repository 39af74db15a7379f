package org.stepcast.core.hardware;

/**
 * What connects the nodes.
 *
 * @param bytesPerSecond per device and direction: the node's adapters shared evenly; 0 exactly when there is no network
 * @param latencyMicros from one node to another
 * @param oversubscriptionFactor what the leaves' devices can send / what the layers above them can carry; 1 for a full fabric
 * @param rails how adapters are wired to switches
 */
public record Network(
        NetworkKind kind, double bytesPerSecond, double latencyMicros, double oversubscriptionFactor, Rails rails) {

    /** How the adapters of a node are wired. */
    public enum Rails {
        /** Those of a node share a switch. */
        SHARED,
        /** The first adapters of all nodes share a switch, the second ones another: only all-to-all leaves it. */
        SEPARATE
    }

    public Network {
        Figures.require(
                "bytesPerSecond", bytesPerSecond, kind == NetworkKind.NONE ? bytesPerSecond == 0 : bytesPerSecond > 0);
        Figures.require("latencyMicros", latencyMicros, latencyMicros >= 0);
        Figures.require("oversubscriptionFactor", oversubscriptionFactor, oversubscriptionFactor >= 1);
    }

    /** A full fabric. */
    public Network(NetworkKind kind, double bytesPerSecond, double latencyMicros) {
        this(kind, bytesPerSecond, latencyMicros, 1, Rails.SHARED);
    }

    /** The network of a cluster of one node. */
    public static Network none() {
        return new Network(NetworkKind.NONE, 0, 0);
    }

    public boolean exists() {
        return kind != NetworkKind.NONE;
    }

    /** What is left to a device where everybody sends to the same place of another node, as in rings and trees. */
    public double ringBytesPerSecond() {
        return rails == Rails.SEPARATE ? bytesPerSecond : crossingBytesPerSecond();
    }

    /** What is left to a device where everybody sends to everybody. */
    public double crossingBytesPerSecond() {
        return bytesPerSecond / oversubscriptionFactor;
    }
}
