package org.stepcast.sampler.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** Makes arrays of random numbers: zeros run faster than numbers do. */
final class Operands {

    /** Small, so that fp16 products of long sums stay finite. */
    private static final float SPREAD = 0.1f;

    private final NDManager manager;
    private final DataType type;
    private final NDList made = new NDList();

    Operands(NDManager manager, DataType type) {
        this.manager = manager;
        this.type = type;
    }

    /** What was made, in order. */
    NDList all() {
        return made;
    }

    /** Numbers that a gradient is wanted for. */
    Operands learned(long... shape) {
        made.add(Leaf.of(numbers(type, shape)));
        return this;
    }

    /** Learned numbers that stay in fp32 whatever the precision. */
    Operands learnedWide(long... shape) {
        made.add(Leaf.of(numbers(DataType.FLOAT32, shape)));
        return this;
    }

    /** Numbers without gradient. */
    Operands fixed(long... shape) {
        made.add(numbers(type, shape));
        return this;
    }

    /** Whole numbers from 0 to {@code limit - 1}. */
    Operands indices(long limit, long... shape) {
        made.add(manager.randomInteger(0, limit, new Shape(shape), DataType.INT64));
        return this;
    }

    /** Whether a key [1, queries, keys] lies after its query. */
    Operands future(long queryCount, long keyCount) {
        NDArray queries = manager.arange(0, (int) queryCount, 1, DataType.INT64).reshape(1, queryCount, 1);
        NDArray keys = manager.arange(0, (int) keyCount, 1, DataType.INT64).reshape(1, 1, keyCount);
        made.add(keys.gt(queries));
        return this;
    }

    /** {@code count} arrays that the script takes as one list. */
    Operands list(String name, NDList arrays) {
        for (NDArray array : arrays) {
            array.setName(name + "[]");
            made.add(array);
        }
        return this;
    }

    NDArray numbers(DataType wanted, long... shape) {
        NDArray wide = manager.randomNormal(0, SPREAD, new Shape(shape), DataType.FLOAT32);
        if (wanted == DataType.FLOAT32) {
            return wide;
        }
        try (wide) {
            return wide.toType(wanted, true);
        }
    }
}
