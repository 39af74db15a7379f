package org.stepcast.estimator.step;

/**
 * Transformer layers of the first, each middle and the last stage, as the published formula counts them. With one or two
 * stages, and for many sizes that do not divide, they do not add up to the model's layers: see {@link #covers}.
 */
record PublishedLayers(long headCount, long middleCount, long tailCount) {

    /** GPT-NeoX's pipeline list has this many entries beside the layers. */
    private static final long OTHER_ENTRIES = 5;

    static PublishedLayers of(long layerCount, long stageCount) {
        long entries = layerCount + OTHER_ENTRIES;
        return new PublishedLayers(
                Math.ceilDiv(entries, stageCount) - 2, entries / stageCount, entries / stageCount - 3);
    }

    /** Whether the stages together have exactly the model's layers. */
    boolean covers(long layerCount, long stageCount) {
        return stageCount > 1 && headCount + (stageCount - 2) * middleCount + tailCount == layerCount;
    }
}
