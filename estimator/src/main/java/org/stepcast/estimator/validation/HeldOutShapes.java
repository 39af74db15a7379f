package org.stepcast.estimator.validation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.stepcast.core.dataset.Sample;
import org.stepcast.core.dataset.SampleTable;
import org.stepcast.core.operator.Operator;

/** A fifth of the distinct shapes of some tables; repeated measurements and both passes of a shape stay together. */
record HeldOutShapes(Set<Operator> shapes) {

    private static final double TEST_FRACTION = 0.2;

    HeldOutShapes {
        shapes = Set.copyOf(shapes);
    }

    static HeldOutShapes of(List<SampleTable> tables, long seed) {
        Set<Operator> all = new LinkedHashSet<>();
        tables.forEach(table -> table.samples().forEach(sample -> all.add(sample.operator())));
        List<Operator> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, new Random(seed));
        int testCount = (int) Math.round(TEST_FRACTION * shuffled.size());
        return new HeldOutShapes(new HashSet<>(shuffled.subList(0, testCount)));
    }

    List<SampleTable> test(List<SampleTable> tables) {
        return parts(tables, true);
    }

    List<SampleTable> train(List<SampleTable> tables) {
        return parts(tables, false);
    }

    private List<SampleTable> parts(List<SampleTable> tables, boolean heldOut) {
        List<SampleTable> parts = new ArrayList<>();
        for (SampleTable table : tables) {
            List<Sample> samples = table.samples().stream()
                    .filter(sample -> shapes.contains(sample.operator()) == heldOut)
                    .toList();
            if (!samples.isEmpty()) {
                parts.add(table.withSamples(samples));
            }
        }
        return parts;
    }
}
