/**
 * Takes plans of shapes and a backend, gives a dataset: sample files with their sidecars and lists of failures, in the layout of
 * core.dataset. Goes on where it was stopped. After sampler.grid and sampler.measure, before sampler.cli in the flow.
 */
package org.stepcast.sampler.agent;
