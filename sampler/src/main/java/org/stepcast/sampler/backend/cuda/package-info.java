/**
 * Takes an operator of core.operator in one pass and precision, gives its times in microseconds on an NVIDIA GPU: matrix
 * products by cuBLASLt, fused attention by cuDNN, the rest by kernels of its own that are compiled for the device at hand.
 * Sole home of NVIDIA's libraries beside sampler.backend.nccl. Between sampler.backend and sampler.measure in the flow.
 */
package org.stepcast.sampler.backend.cuda;
