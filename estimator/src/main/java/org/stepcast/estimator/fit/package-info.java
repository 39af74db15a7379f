/**
 * Takes a dataset, gives what it rejects and why, how accurate regressors are on rows held out, and fitted regressors for
 * a catalogue. Times in microseconds, errors as fractions. Comes after core.dataset; the command line calls it and reports
 * print its records.
 */
package org.stepcast.estimator.fit;
