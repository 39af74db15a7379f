package org.stepcast.estimator.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.stepcast.core.dataset.Sample;
import org.stepcast.core.dataset.SampleTable;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.core.operator.ElementWise;
import org.stepcast.core.operator.ElementWise.ElementWiseKind;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;

/** Tables for tests: row {@code i} stands on line {@code i + 2}. */
final class Tables {

    static final String DEVICE_NAME = "A100-SXM4-80GB";
    static final Device DEVICE = DeviceTable.builtIn().named(DEVICE_NAME);

    /** Bytes a microsecond of a kernel that reaches a good part of the device's bandwidth. */
    private static final double BYTES_PER_MICRO = 1.6e6;

    private Tables() {}

    static SampleTable of(String name, Pass pass, List<? extends Operator> operators, List<Double> micros) {
        List<Sample> samples = new ArrayList<>();
        for (int row = 0; row < operators.size(); row++) {
            samples.add(new Sample(operators.get(row), pass, Precision.FP16, micros.get(row), name + ".csv", row + 2));
        }
        return new SampleTable(name + ".csv", "TestCluster", DEVICE_NAME, name, Precision.FP16, pass, samples);
    }

    static DescribedTable described(SampleTable table) {
        return DescribedTable.of(table, DEVICE);
    }

    /** Lines of the rows that {@code rule} rejects. */
    static List<Integer> rejectedLines(CleaningRule rule, SampleTable table, SampleTable... otherPasses) {
        List<SampleTable> all = new ArrayList<>(List.of(otherPasses));
        all.add(table);
        DescribedTable described = described(table);
        Rejections rejections = new Rejections(described);
        rule.apply(described, Passes.of(all), rejections);
        return rejections.rejected().stream().map(RejectedRow::line).toList();
    }

    /** Additions of 4 to 200 million elements. */
    static List<ElementWise> additions() {
        return IntStream.rangeClosed(1, 50)
                .mapToObj(step -> new ElementWise(ElementWiseKind.RESIDUAL_ADD, step * 4_000_000L))
                .toList();
    }

    /** Launch and bandwidth, nothing else. */
    static double streamedMicros(Operator operator, Pass pass) {
        return 5 + operator.work(pass, Precision.FP16).movedBytes() / BYTES_PER_MICRO;
    }

    static List<Double> streamedMicros(List<? extends Operator> operators, Pass pass) {
        return operators.stream()
                .map(operator -> streamedMicros(operator, pass))
                .toList();
    }
}
