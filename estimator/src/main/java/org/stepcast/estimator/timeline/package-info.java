/**
 * Takes the estimate of a step, or a pipeline run alone, gives what every stage does when: tracks of spans, as a Chrome trace
 * or as a picture. Units: microseconds. Comes after estimator.step and estimator.schedule; estimator.report puts the picture
 * on a page.
 */
package org.stepcast.estimator.timeline;
