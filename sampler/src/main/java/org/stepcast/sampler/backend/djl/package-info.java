/**
 * Takes an operator, gives raw times of PyTorch running it through DJL, on the CPU or a CUDA device. The operators are written
 * in TorchScript, in operators.py beside this package's classes. An implementation of sampler.backend.
 */
package org.stepcast.sampler.backend.djl;
