package org.stepcast.core.hardware;

/** The samples that a cluster's regressors are fitted to: what they are, who measured them, under which licence. */
public record SampleCredit(String samples, String source, String licence) {}
