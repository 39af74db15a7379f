package org.stepcast.core.hardware;

/** A figure that its file leaves out: {@code field} as the file spells it, {@code how} says the value and what it is made of. */
public record Estimate(String field, String how) {}
