package org.stepcast.estimator.memory;

import org.stepcast.core.quantity.Dimension;
import org.stepcast.core.quantity.YamlNode;

/**
 * What lies outside of the framework's allocator.
 *
 * @param communicatorBytes buffers of one NCCL communicator
 * @param eagerKernelBytes more for the context where every kernel is loaded at start
 * @param year the first in which kernels are loaded when they are needed
 * @param spreadFraction how far these figures may lie from the truth
 */
record OutsideFigures(double communicatorBytes, double eagerKernelBytes, long year, double spreadFraction) {

    static OutsideFigures read(YamlNode section) {
        section.text("source");
        return new OutsideFigures(
                section.quantity("communicator", Dimension.BYTES),
                section.quantity("eager_kernels", Dimension.BYTES),
                section.count("lazy_year"),
                section.optionalPositive("spread").orElse(1));
    }
}
