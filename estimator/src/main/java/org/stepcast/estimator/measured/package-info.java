/**
 * Takes logs of real training runs, gives measured step times in seconds and peaks in bytes. Validation compares them with
 * what is predicted.
 */
package org.stepcast.estimator.measured;
