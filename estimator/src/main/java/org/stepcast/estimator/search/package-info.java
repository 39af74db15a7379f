/**
 * Takes a job and which of its keys may change, gives the plans that fit, ranked exactly, and why the others do not. Every
 * plan is timed by estimator.step and weighed by estimator.memory, which come before it; estimator.report shows the result.
 */
package org.stepcast.estimator.search;
