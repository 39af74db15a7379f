package org.stepcast.estimator.step;

import java.util.List;
import org.stepcast.core.quantity.YamlNode;

/** Bytes that the memory-bound operators of one layer move, per token and element, and the kernels of a layer. */
record LayerTraffic(
        PassBytes norms,
        PassBytes rmsNorms,
        PassBytes gelu,
        PassBytes swiglu,
        PassBytes rotary,
        PassBytes copies,
        PassBytes launches) {

    /** One figure for each pass. */
    record PassBytes(double forwardBytes, double backwardBytes) {

        double of(Direction direction) {
            return direction == Direction.FORWARD ? forwardBytes : backwardBytes;
        }
    }

    /** A pass of a layer. */
    enum Direction {
        FORWARD,
        BACKWARD
    }

    static LayerTraffic read(YamlNode entry) {
        return new LayerTraffic(
                pair(entry, "norms"),
                pair(entry, "rms_norms"),
                pair(entry, "gelu"),
                pair(entry, "swiglu"),
                pair(entry, "rotary"),
                pair(entry, "copies"),
                pair(entry, "launches"));
    }

    private static PassBytes pair(YamlNode entry, String key) {
        List<Long> both = entry.wholes(key);
        if (both.size() != 2) {
            entry.fault(key, "must be two numbers, forward and backward");
            return new PassBytes(1, 1);
        }
        return new PassBytes(both.getFirst(), both.getLast());
    }
}
