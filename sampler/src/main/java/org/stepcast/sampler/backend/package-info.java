/**
 * Takes an operator of core.operator in one pass and precision, gives raw times in microseconds of single runs on a device.
 * One package below this one for each implementation. Before sampler.measure in the flow.
 */
package org.stepcast.sampler.backend;
