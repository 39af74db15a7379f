package org.stepcast.sampler.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** Arrays that gradients are wanted for. */
final class Leaf {

    private Leaf() {}

    /** {@code array}, which from now on asks for a gradient. */
    static NDArray of(NDArray array) {
        array.setRequiresGradient(true);
        return array;
    }

    /**
     * The same memory without a gradient: the next backward pass writes it anew, where an old one would be added to. This is
     * what PyTorch's {@code zero_grad(set_to_none=True)} does.
     */
    static NDArray fresh(NDArray array, NDManager scope) {
        if (!array.hasGradient()) {
            return array;
        }
        NDArray leaf = of(array.stopGradient());
        leaf.attach(scope);
        leaf.setName(array.getName());
        return leaf;
    }
}
