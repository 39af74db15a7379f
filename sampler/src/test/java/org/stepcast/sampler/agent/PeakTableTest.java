package org.stepcast.sampler.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stepcast.core.dataset.Sample;
import org.stepcast.core.dataset.SampleTable;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.core.hardware.Device;
import org.stepcast.core.hardware.DeviceTable;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.CollectiveKind;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.GroupShape;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.OptimizerStep;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;

final class PeakTableTest {

    private static final Device A100 = DeviceTable.builtIn().named("A100-SXM4-80GB");
    private static final PeakTable TABLE = new PeakTable(A100);

    @Test
    void productsAreHeldAgainstFlopsAndTheRestAgainstBytes() {
        Operator product = new Gemm(8192, 8192, 8192, Bias.NONE);
        Operator adam = new OptimizerStep(1 << 30, 1, 1 << 30);
        double productMicros = 2.0 * 8192 * 8192 * 8192 / A100.peakFlopsPerSecond(Precision.BF16) * 1e6;
        double adamMicros = adam.work(Pass.WHOLE, Precision.FP32).movedBytes() / A100.memoryBytesPerSecond() * 1e6;

        List<String> lines = TABLE.lines(List.of(
                table("gemm", Precision.BF16, Pass.FORWARD, product, productMicros / 0.75),
                table("adam", Precision.FP32, Pass.WHOLE, adam, adamMicros / 0.5)));

        assertThat(lines.get(2)).startsWith("| `adam` | fp32 | ").contains(" | 1 | 50 % | 50 % | 1019.5 GB/s | ");
        assertThat(lines.get(3))
                .startsWith("| `gemm` | bf16 | ")
                .contains(" | 1 | 75 % | 75 % | 234 TFLOPS | 8192x8192x8192 |");
    }

    @Test
    void onlyTheLargestQuarterCounts() {
        double[] fractions = {0.8, 0.6, 0.9, 0.1, 0.1, 0.1, 0.1, 0.1};
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < fractions.length; i++) {
            long size = 8192 - 512L * i;
            double leastMicros = 2.0 * size * size * size / A100.peakFlopsPerSecond(Precision.BF16) * 1e6;
            samples.add(new Sample(
                    new Gemm(size, size, size, Bias.NONE),
                    Pass.FORWARD,
                    Precision.BF16,
                    leastMicros / fractions[i],
                    "some.csv",
                    i + 2));
        }

        assertThat(TABLE.lines(List.of(table("gemm", Precision.BF16, Pass.FORWARD, samples)))
                        .get(2))
                .contains(" | 8 | 80 % | 80 % | ")
                .endsWith(" 8192x8192x8192 |");
    }

    @Test
    void collectivesAreLeftOut() {
        Operator reduce = new Collective(CollectiveKind.ALL_REDUCE, 1e6, new GroupShape(1, 8));

        assertThat(TABLE.lines(List.of(table("allreduce", Precision.BF16, Pass.WHOLE, reduce, 10))))
                .noneMatch(line -> line.contains("allreduce"));
    }

    @Test
    void aPrecisionWithoutAPeakIsNamed() {
        Operator product = new Gemm(64, 64, 64, Bias.NONE);

        assertThatThrownBy(() -> TABLE.lines(List.of(table("gemm", Precision.FP8, Pass.FORWARD, product, 10))))
                .isInstanceOf(NotCoveredException.class)
                .hasMessageContaining("precision (fp8)");
    }

    private static SampleTable table(String name, Precision precision, Pass pass, Operator operator, double micros) {
        return table(name, precision, pass, List.of(new Sample(operator, pass, precision, micros, "some.csv", 2)));
    }

    private static SampleTable table(String name, Precision precision, Pass pass, List<Sample> samples) {
        return new SampleTable("some.csv", "some", "A100", name, precision, pass, samples);
    }
}
