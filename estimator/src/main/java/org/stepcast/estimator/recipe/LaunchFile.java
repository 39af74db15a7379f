package org.stepcast.estimator.recipe;

/** One file of a recipe. */
public record LaunchFile(String name, String text) {}
