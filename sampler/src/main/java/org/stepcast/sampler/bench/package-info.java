/**
 * Takes a model, a batch and a strategy, gives a report of really training it: tokens and FLOPs per second, memory, step times.
 * After sampler.backend, before sampler.cli in the flow.
 */
package org.stepcast.sampler.bench;
