package org.stepcast.sampler.config;

import java.util.List;

/**
 * A sampling configuration.
 *
 * @param source the file, for messages
 * @param sha256 of its bytes, in hexadecimal: tells in the dataset what was sampled
 */
public record SamplingConfig(String source, String sha256, List<TargetGrid> targets, Repeats repeats) {

    public SamplingConfig {
        targets = List.copyOf(targets);
    }
}
