package org.stepcast.estimator.timing;

/** A sampled cluster that may stand in for another one, and how unlike their devices are. */
record Reference(SampledCluster cluster, double distance) {}
