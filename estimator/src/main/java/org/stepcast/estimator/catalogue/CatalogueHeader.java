package org.stepcast.estimator.catalogue;

/**
 * Where the regressors of a catalogue come from.
 *
 * @param schemaVersion of the features that they read
 * @param deviceName as the samples name it
 * @param dataHash SHA-256 of the samples, in hexadecimal
 * @param seed of folds and trees
 */
public record CatalogueHeader(int schemaVersion, String clusterName, String deviceName, String dataHash, long seed) {}
