package org.stepcast.sampler.backend.cuda;

import java.util.List;

/** Makes machine code of kernels. */
@FunctionalInterface
interface KernelCompiler {

    /**
     * The module to load.
     *
     * @param name of the source, for messages
     * @param definitions macros, as {@code NAME=value}
     */
    byte[] compile(String name, String source, List<String> definitions);
}
