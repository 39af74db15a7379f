/**
 * Takes rows of terms and features with measured microseconds, gives regressors: a physical base, and trees that correct
 * it. Sole home of Smile and XGBoost; predicting needs neither. Knows nothing of operators. Comes after feature; fit and
 * catalogue build on it.
 */
package org.stepcast.estimator.regression;
