/**
 * Takes a command line, gives text on standard output and an exit code: 0 done, 2 the user's input, 1 our bug. Last in the
 * flow; sampler.app starts it.
 */
package org.stepcast.sampler.cli;
