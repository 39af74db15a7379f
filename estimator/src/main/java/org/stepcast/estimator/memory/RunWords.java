package org.stepcast.estimator.memory;

/**
 * How a published run describes itself.
 *
 * @param framework as its source names it: {@code Megatron-LM@23e00ed09}
 * @param notes anything else, such as {@code fused CE}
 * @param year of the run
 */
public record RunWords(String framework, String notes, int year) {}
