/**
 * Takes a collective of core.operator on every rank of a job, gives the microseconds that Gloo takes for it between their
 * processes on processors; the sole home of Gloo, which comes with the libtorch of org.bytedeco. That library cannot share a
 * process with the one of sampler.backend.djl: {@link org.stepcast.sampler.backend.gloo.GlooBridge} reaches it in another.
 */
package org.stepcast.sampler.backend.gloo;
