/**
 * Takes a training job, gives the peak memory of each pipeline stage as a list of tensors, and how likely a device runs
 * out of memory. Units: bytes. Comes after estimator.model and estimator.schedule; estimator.step, search and report use it.
 */
package org.stepcast.estimator.memory;
