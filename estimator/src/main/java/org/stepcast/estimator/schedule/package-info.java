/**
 * Takes the times of pipeline stages or their chunks, gives when each stage finishes: who waits for whom. Pure arithmetic
 * on microseconds. Comes after estimator.timing has given the times; estimator.step adds what happens around the pipeline.
 */
package org.stepcast.estimator.schedule;
