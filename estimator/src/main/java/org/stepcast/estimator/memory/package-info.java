/**
 * Takes a training job, gives the bytes that its fullest device holds at its peak, part by part, and whether they fit.
 * Comes after estimator.model; estimator.step and estimator.report use it.
 */
package org.stepcast.estimator.memory;
