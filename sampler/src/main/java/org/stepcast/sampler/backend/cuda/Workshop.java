package org.stepcast.sampler.backend.cuda;

/**
 * What routines are built with.
 *
 * @param multiprocessorCount of the device
 */
record Workshop(CudaDriver driver, Kernels kernels, int multiprocessorCount) {}
