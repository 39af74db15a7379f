package org.stepcast.estimator.feature;

import org.stepcast.core.operator.CrossEntropy;

/** A chain of some ten element-wise and reducing kernels over the logits, launched one by one. */
final class CrossEntropyFeatures {

    private CrossEntropyFeatures() {}

    static void describe(CrossEntropy crossEntropy, RowWriter row) {
        Situation situation = row.situation();
        long tokens = crossEntropy.batchCount() * crossEntropy.sequenceTokens();
        double logits = (double) tokens * crossEntropy.vocabularyShardSize();
        double pass = situation.memoryMicros(logits * situation.precision().byteCount());
        row.hostTerm("launch", 1);
        // The last kernel of the chain runs after the last launch.
        row.hostTerm("lastKernel", pass);
        row.deviceTerm("bytes", pass);
        row.dimension("tokens", tokens);
        row.dimension("vocabulary", crossEntropy.vocabularyShardSize());
        row.feature("logits.log2", RowWriter.log2(logits));
    }
}
