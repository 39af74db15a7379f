/**
 * Takes a command line, gives text or JSON on standard output and an exit code: 0 done, 2 the user's input, 1 our bug.
 * Comes after estimator.report; estimator.app starts it.
 */
package org.stepcast.estimator.cli;
