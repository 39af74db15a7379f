/**
 * Takes estimates, accuracy tables and lists, gives text for people and JSON for programs. Units are printed; JSON keys
 * name them. Comes after estimator.step, estimator.fit and estimator.validation; the command line prints what it gives.
 */
package org.stepcast.estimator.report;
