/**
 * Takes fitted regressors of a cluster, gives one compact file of them, and finds and loads single regressors from it
 * again. Times in microseconds. Comes after regression; fit fills it, timing reads it.
 */
package org.stepcast.estimator.catalogue;
