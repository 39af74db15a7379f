package org.stepcast.sampler.backend.cuda;

/**
 * An array in device memory.
 *
 * @param name by which a reference knows it
 * @param address in device memory
 */
record Operand(String name, Role role, long address, ElementType type, long elementCount) {

    /** What a routine does with it. */
    enum Role {
        INPUT,
        RESULT,
        /** Read, and overwritten. */
        IN_PLACE,
        /** Of no interest to anyone else. */
        SCRATCH;

        boolean isRead() {
            return this == INPUT || this == IN_PLACE;
        }

        boolean isWritten() {
            return this == RESULT || this == IN_PLACE;
        }
    }

    long sizeBytes() {
        return elementCount * type.byteCount();
    }
}
