/**
 * Takes a command line or a call from Java, builds the objects of the flow and gives them the work. Nothing depends on
 * it.
 */
package org.stepcast.estimator.app;
