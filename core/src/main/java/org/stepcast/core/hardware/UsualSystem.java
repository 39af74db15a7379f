package org.stepcast.core.hardware;

/** The machine that a device is usually found in, such as a DGX A100: what to assume where nothing is said. */
public record UsualSystem(String name, Node node, Network network) {}
