/**
 * Takes a pass of an operator or a collective on a cluster, gives its time in microseconds with spread and origin: from the
 * cluster's regressors, from those of other clusters, or from figures alone. Comes after catalogue; step adds the times up.
 */
package org.stepcast.estimator.timing;
