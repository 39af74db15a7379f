/**
 * Takes a sampling configuration in YAML, in the published or the compact form, gives the grids of shapes to sample: a
 * list of values for each column. First in the flow; before sampler.grid.
 */
package org.stepcast.sampler.config;
