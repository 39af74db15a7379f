package org.stepcast.estimator.memory;

/**
 * Layers of equal memory.
 *
 * @param name as reports call them
 * @param feedForwardWidth inner width of the MLP over all ranks
 */
record LayerKind(String name, long feedForwardWidth) {}
