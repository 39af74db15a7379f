package org.stepcast.sampler.agent;

import java.nio.file.Path;
import java.time.Duration;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.grid.Part;
import org.stepcast.sampler.measure.MeasureRule;

/**
 * What an agent is to do.
 *
 * @param out folder of the dataset
 * @param budget time after which no further shape is begun
 */
public record AgentOptions(
        Path out, Precision precision, Part part, MeasureRule rule, Statistic statistic, Duration budget) {

    /** More than anybody waits. */
    public static final Duration UNLIMITED = Duration.ofDays(3650);
}
