package org.stepcast.estimator.run;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.estimator.config.BatchRampUp;
import org.stepcast.estimator.config.RunLength;
import org.stepcast.estimator.config.TrainingConfig;

/**
 * Steps of a run that have one batch size.
 *
 * @param globalSize sequences of each step
 */
public record BatchPhase(long globalSize, long stepCount) {

    /** The phases of a run: one, or with a growing batch one for each size. The last step of a run may be short; it counts. */
    static List<BatchPhase> of(TrainingConfig job, RunLength length) {
        double samples = Math.ceil(length.trainedTokens() / job.batch().sequenceTokens());
        List<BatchPhase> phases = new ArrayList<>();
        long done = 0;
        if (length.rampUp().isPresent()) {
            done = addRampUp(phases, length.rampUp().get(), job.batch().globalSize(), samples);
        }
        if (samples > done) {
            phases.add(new BatchPhase(job.batch().globalSize(), (long)
                    Math.ceil((samples - done) / job.batch().globalSize())));
        }
        return List.copyOf(phases);
    }

    /** Each size lasts for an equal part of the ramp's samples; the sequences that were seen at its end. */
    private static long addRampUp(List<BatchPhase> phases, BatchRampUp ramp, long globalSize, double samples) {
        long sizes = (globalSize - ramp.startSize()) / ramp.incrementSize();
        double each = (double) ramp.sampleCount() / sizes;
        long done = 0;
        for (long index = 0; index < sizes && done < samples; index++) {
            long size = ramp.startSize() + index * ramp.incrementSize();
            long steps = (long) Math.ceil((Math.min(samples, (index + 1) * each) - done) / size);
            if (steps > 0) {
                phases.add(new BatchPhase(size, steps));
                done += steps * size;
            }
        }
        return done;
    }
}
