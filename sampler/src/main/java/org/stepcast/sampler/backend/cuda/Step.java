package org.stepcast.sampler.backend.cuda;

import org.stepcast.sampler.backend.Refusal;

/** One piece of work of a routine, usually a kernel. */
@FunctionalInterface
interface Step {

    /** Adds it to the stream. */
    void enqueue() throws Refusal;
}
