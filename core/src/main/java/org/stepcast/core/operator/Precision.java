package org.stepcast.core.operator;

import java.util.Locale;

/** Number format that an operator computes in. */
public enum Precision {
    FP32(4),
    /** fp32 storage, matrix products on tensor cores with 10 bits of mantissa. */
    TF32(4),
    FP16(2),
    BF16(2),
    FP8(1);

    private final int byteCount;

    Precision(int byteCount) {
        this.byteCount = byteCount;
    }

    /** Bytes of one element. */
    public int byteCount() {
        return byteCount;
    }

    /** The name that files use: {@code fp16}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
