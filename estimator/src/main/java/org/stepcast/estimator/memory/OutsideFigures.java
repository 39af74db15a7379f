package org.stepcast.estimator.memory;

import org.stepcast.core.quantity.Dimension;
import org.stepcast.core.quantity.YamlNode;

/**
 * What lies outside of the framework's allocator.
 *
 * @param communicatorBytes buffers of one NCCL communicator
 * @param eagerKernelBytes more for the context where every kernel is loaded at start
 * @param year the first in which kernels are loaded when they are needed
 * @param graphNodeBytes of one kernel in a CUDA graph
 * @param layerNodeCount kernels of one layer, both passes
 * @param gatherBufferCount user buffers of tensor-parallel overlap that hold what is gathered
 * @param scatterBufferCount those that hold what is reduced
 * @param spreadFraction how far these figures may lie from the truth
 */
record OutsideFigures(
        double communicatorBytes,
        double eagerKernelBytes,
        long year,
        double graphNodeBytes,
        long layerNodeCount,
        long gatherBufferCount,
        long scatterBufferCount,
        double spreadFraction) {

    static OutsideFigures read(YamlNode section) {
        section.text("source");
        return new OutsideFigures(
                section.quantity("communicator", Dimension.BYTES),
                section.quantity("eager_kernels", Dimension.BYTES),
                section.count("lazy_year"),
                section.quantity("graph_node", Dimension.BYTES),
                section.count("layer_nodes"),
                section.count("gather_buffers"),
                section.count("scatter_buffers"),
                section.optionalPositive("spread").orElse(1));
    }
}
