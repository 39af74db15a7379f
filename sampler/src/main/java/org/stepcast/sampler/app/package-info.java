/** Takes a command line, builds the objects of the flow and gives them the work. Nothing depends on it. */
package org.stepcast.sampler.app;
