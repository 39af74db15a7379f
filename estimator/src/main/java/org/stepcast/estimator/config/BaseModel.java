package org.stepcast.estimator.config;

import java.util.OptionalLong;

/**
 * A model that a file may start from: a preset, or another project's configuration file.
 *
 * @param attentionWindowTokens tokens that one token sees, where that is less than all before it
 */
record BaseModel(Architecture model, OptionalLong attentionWindowTokens) {}
