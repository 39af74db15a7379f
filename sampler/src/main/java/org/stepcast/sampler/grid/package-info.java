/**
 * Takes a sampling configuration, gives the shapes to sample in order: possible, distinct, small enough for the device and
 * of one part of several. After sampler.config, before sampler.agent in the flow.
 */
package org.stepcast.sampler.grid;
