/**
 * Takes a source of raw times in microseconds, gives one robust time with its interval and noise. After sampler.backend,
 * before sampler.agent in the flow.
 */
package org.stepcast.sampler.measure;
