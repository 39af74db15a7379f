package org.stepcast.estimator.memory;

/** What the MLP of a layer keeps for its backward pass. */
final class MlpTensors {

    private MlpTensors() {}

    static void addTo(LayerTensors.Builder kept, LayerKind kind) {
        Setting setting = kept.setting();
        double elements =
                setting.tokens() * kind.feedForwardWidth() / setting.plan().tensorSize();
        double copies = setting.isGated()
                ? setting.profile().gatedCount()
                : setting.profile().plainCount();
        // The input of the second matrix is kept in 8 bits instead of 16.
        double saved = setting.isFp8() ? elements : 0;
        kept.keep(
                setting.isGated() ? "gate, up and product" : "MLP before and after activation",
                copies * elements * setting.elementBytes() - saved);
    }
}
