/**
 * Takes a training job and a source of operator times, gives the time of one optimizer step with its interval, breakdown
 * and origins: the one place where the whole flow is spelled out. Units: microseconds inside, seconds in the result.
 * Comes after estimator.model, estimator.timing and estimator.schedule; estimator.report prints what it gives.
 */
package org.stepcast.estimator.step;
