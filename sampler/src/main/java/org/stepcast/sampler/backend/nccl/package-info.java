/**
 * Takes a collective of core.operator on every rank of a job, one GPU to each, gives the microseconds that NCCL takes for it;
 * finds and calls NVIDIA's libraries through sampler.backend.cuda. Between sampler.launch, where ranks meet, and
 * sampler.agent in the flow.
 */
package org.stepcast.sampler.backend.nccl;
