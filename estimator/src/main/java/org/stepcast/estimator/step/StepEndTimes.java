package org.stepcast.estimator.step;

/**
 * What a step takes once, whatever its number of micro-batches.
 *
 * @param dataMicros exposed gradient reduction and parameter gathering
 * @param hiddenDataMicros what of both compute hides
 * @param otherMicros fixed costs of the framework
 */
record StepEndTimes(double dataMicros, double hiddenDataMicros, double optimizerMicros, double otherMicros) {

    double totalMicros() {
        return dataMicros + optimizerMicros + otherMicros;
    }
}
