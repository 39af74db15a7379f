package org.stepcast.core.hardware;

/** Checks of the figures that records are made of. */
final class Figures {

    private Figures() {}

    static void require(String name, Number value, boolean allowed) {
        if (!allowed) {
            throw new IllegalArgumentException(name + " (" + value + ") is out of range");
        }
    }
}
