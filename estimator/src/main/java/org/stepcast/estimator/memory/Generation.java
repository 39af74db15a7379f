package org.stepcast.estimator.memory;

import java.util.List;
import org.stepcast.core.quantity.Dimension;
import org.stepcast.core.quantity.YamlNode;

/**
 * What processes need on devices of a generation.
 *
 * @param devices how the names of its devices begin
 * @param contextBytes of one process with loaded kernels
 * @param matrixWorkspaceBytes of cuBLAS
 * @param engineWorkspaceBytes of Transformer Engine
 */
record Generation(List<String> devices, double contextBytes, double matrixWorkspaceBytes, double engineWorkspaceBytes) {

    Generation {
        devices = List.copyOf(devices);
    }

    static Generation read(YamlNode section) {
        return new Generation(
                section.texts("devices"),
                section.quantity("context", Dimension.BYTES),
                section.quantity("matrix_workspace", Dimension.BYTES),
                section.quantity("engine_workspace", Dimension.BYTES));
    }

    boolean has(String device) {
        return devices.stream().anyMatch(device::startsWith);
    }
}
