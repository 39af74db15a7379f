/**
 * Takes an architecture and a plan, gives what each pipeline stage runs for one micro-batch and owns for one step:
 * operators and collectives with counts, parameters. Units: bytes, counts. Comes after estimator.config; timing and
 * step use it.
 */
package org.stepcast.estimator.model;
