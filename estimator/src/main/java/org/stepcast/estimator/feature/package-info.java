/**
 * Takes an operator on a device, gives the physical terms (microseconds) of its base time, the features that its correction
 * is learned on, and its dimensions. The same code describes samples when fitting and shapes when predicting. Comes after
 * core.operator and core.hardware; fit and timing hand its rows to regression.
 */
package org.stepcast.estimator.feature;
