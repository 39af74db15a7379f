package org.stepcast.sampler.agent;

import org.stepcast.sampler.measure.Measurement;

/** Which figure of a measurement goes into the dataset. */
public enum Statistic {
    MEDIAN,
    /** The mean of the third to seventh fastest run, as the published samples have it. */
    PUBLISHED;

    double micros(Measurement measurement) {
        return switch (this) {
            case MEDIAN -> measurement.medianMicros();
            case PUBLISHED -> measurement.publishedMicros();
        };
    }
}
