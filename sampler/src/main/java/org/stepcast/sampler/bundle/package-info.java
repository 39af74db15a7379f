/**
 * Takes the class path of this program, gives one archive that runs it on a node without Java. Apart from the flow of samples;
 * sampler.cli starts it.
 */
package org.stepcast.sampler.bundle;
