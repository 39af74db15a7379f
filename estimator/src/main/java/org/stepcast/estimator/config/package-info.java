/**
 * Takes the YAML of a training job in either form, gives a validated {@link
 * org.stepcast.estimator.config.TrainingConfig}: every default filled in, every fault reported at once. First in the
 * estimator's flow; estimator.model builds on it.
 */
package org.stepcast.estimator.config;
