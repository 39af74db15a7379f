/**
 * Takes CSV files of measured operators and collectives in every published layout, gives samples in the vocabulary of
 * core.operator; writes our own files with a sidecar. Units: microseconds. Comes after core.operator; fitting and
 * validation read from here.
 */
package org.stepcast.core.dataset;
