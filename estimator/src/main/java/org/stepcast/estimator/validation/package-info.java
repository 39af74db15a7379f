/**
 * Takes measurements and what is predicted for them, gives errors as fractions. Operators: samples against the times that
 * a cluster's regressors, or those of other devices, give. Comes after fit and timing; reports print its records.
 */
package org.stepcast.estimator.validation;
