package org.stepcast.estimator.measured;

import java.util.Locale;

/**
 * A peak of device memory that a log tells.
 *
 * @param basis what it counts
 */
public record PeakMemory(Basis basis, double peakBytes) {

    /** Tensors alone, or what the allocator took for them. */
    public enum Basis {
        ALLOCATED,
        RESERVED;

        /** The name that reports use: {@code reserved}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How formats print it. */
    enum Kind {
        MEBIBYTES_ALLOCATED(Basis.ALLOCATED, 1 << 20),
        GIBIBYTES_ALLOCATED(Basis.ALLOCATED, 1 << 30),
        GIBIBYTES_RESERVED(Basis.RESERVED, 1 << 30),
        GIGABYTES_RESERVED(Basis.RESERVED, 1e9);

        private final Basis basis;
        private final double unitBytes;

        Kind(Basis basis, double unitBytes) {
            this.basis = basis;
            this.unitBytes = unitBytes;
        }

        PeakMemory of(double value) {
            return new PeakMemory(basis, value * unitBytes);
        }
    }
}
