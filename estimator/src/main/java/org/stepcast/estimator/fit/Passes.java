package org.stepcast.estimator.fit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.stepcast.core.dataset.Sample;
import org.stepcast.core.dataset.SampleTable;
import org.stepcast.core.operator.Pass;

/** The times of all passes of a dataset's rows by file and line, to compare a row with its other pass. */
final class Passes {

    private record Place(String file, int line, Pass pass) {}

    private final Map<Place, Double> microsByPlace = new HashMap<>();

    static Passes of(List<SampleTable> tables) {
        Passes passes = new Passes();
        for (SampleTable table : tables) {
            for (Sample sample : table.samples()) {
                passes.microsByPlace.put(new Place(sample.file(), sample.line(), sample.pass()), sample.micros());
            }
        }
        return passes;
    }

    /** Time of {@code pass} on the row of {@code sample}, if it was timed. */
    OptionalDouble micros(Sample sample, Pass pass) {
        Double micros = microsByPlace.get(new Place(sample.file(), sample.line(), pass));
        return micros == null ? OptionalDouble.empty() : OptionalDouble.of(micros);
    }
}
