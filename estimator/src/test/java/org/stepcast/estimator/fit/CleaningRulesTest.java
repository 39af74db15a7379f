package org.stepcast.estimator.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.stepcast.core.dataset.SampleTable;
import org.stepcast.core.operator.Attention;
import org.stepcast.core.operator.Attention.AttentionMask;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.CollectiveKind;
import org.stepcast.core.operator.ElementWise;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.GroupShape;
import org.stepcast.core.operator.MaskFill;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.operator.Softmax;
import org.stepcast.core.operator.Softmax.SoftmaxKind;

class CleaningRulesTest {

    private static final LinkLimits LINKS = LinkLimits.builtIn();
    private static final CleaningRule LIMIT = new PhysicalLimitRule(LINKS);

    private static Attention attention(long headSize) {
        return new Attention(4, 4096, 16, 16, headSize, AttentionMask.FULL);
    }

    private static double peakMicros(Attention attention) {
        double flops = attention.work(Pass.FORWARD, Precision.FP16).flops();
        return flops / Tables.DEVICE.peakFlopsPerSecond(Precision.FP16) * 1e6;
    }

    @Test
    void rejectsMatrixProductsFasterThanThePeak() {
        Gemm gemm = new Gemm(8192, 8192, 8192, Bias.NONE);
        double peakMicros = 2.0 * 8192 * 8192 * 8192 / 312e12 * 1e6;
        SampleTable table =
                Tables.of("gemm", Pass.FORWARD, List.of(gemm, gemm), List.of(peakMicros * 0.99, peakMicros * 1.01));
        assertThat(Tables.rejectedLines(LIMIT, table)).containsExactly(2);
    }

    @Test
    void rejectsStreamsFasterThanMemoryButNotWhatTheCacheMayHold() {
        ElementWise large = Tables.additions().getLast();
        double bytes = 6.0 * 200_000_000L - Tables.DEVICE.l2Bytes();
        double leastMicros = bytes / Tables.DEVICE.memoryBytesPerSecond() * 1e6;
        ElementWise cached = Tables.additions().getFirst();
        SampleTable table = Tables.of(
                "add",
                Pass.FORWARD,
                List.of(large, large, cached),
                List.of(leastMicros * 0.99, leastMicros * 1.01, 1.0));
        assertThat(Tables.rejectedLines(LIMIT, table)).containsExactly(2);
    }

    @Test
    void rejectsCollectivesFasterThanAnyAdapter() {
        Collective gather = new Collective(CollectiveKind.ALL_GATHER, 4e9, new GroupShape(4, 1));
        double leastMicros = 3e9 / LINKS.adapterBytesPerSecond() * 1e6;
        SampleTable table =
                Tables.of("gather", Pass.WHOLE, List.of(gather, gather), List.of(leastMicros * 0.9, leastMicros * 1.1));
        assertThat(Tables.rejectedLines(LIMIT, table)).containsExactly(2);
    }

    @Test
    void rejectsAHeadSizeOfWhichManyRowsAreImpossible() {
        List<Attention> rows = new ArrayList<>(Collections.nCopies(10, attention(64)));
        rows.addAll(Collections.nCopies(10, attention(128)));
        DescribedTable table = Tables.described(
                Tables.of("attention", Pass.FORWARD, rows, Collections.nCopies(20, 2 * peakMicros(attention(128)))));
        Rejections rejections = new Rejections(table);
        rejections.reject(0, "physical limit", "");
        rejections.reject(1, "physical limit", "");
        rejections.reject(10, "physical limit", "");
        new HeadSizeRule().apply(table, Passes.of(List.of()), rejections);
        assertThat(rejections.kept()).containsExactly(11, 12, 13, 14, 15, 16, 17, 18, 19);
    }

    @Test
    void rejectsForwardTimesThatAreTheBackwards() {
        List<Softmax> rows = IntStream.rangeClosed(1, 20)
                .mapToObj(step -> new Softmax(SoftmaxKind.PLAIN, step, 2048, 2048))
                .toList();
        List<Double> backwardMicros = Tables.streamedMicros(rows, Pass.BACKWARD);
        List<Double> forwardMicros = new ArrayList<>(Tables.streamedMicros(rows, Pass.FORWARD));
        forwardMicros.set(3, backwardMicros.get(3));
        forwardMicros.set(7, backwardMicros.get(7) * 0.995);
        SampleTable forward = Tables.of("softmax", Pass.FORWARD, rows, forwardMicros);
        SampleTable backward = Tables.of("softmax", Pass.BACKWARD, rows, backwardMicros);
        assertThat(Tables.rejectedLines(new CopiedPassRule(), forward, backward))
                .containsExactly(5, 9);
        assertThat(Tables.rejectedLines(new CopiedPassRule(), backward, forward))
                .isEmpty();
    }

    @Test
    void acceptsEqualPassesOfAdditions() {
        List<Double> micros = Tables.streamedMicros(Tables.additions(), Pass.FORWARD);
        SampleTable forward = Tables.of("add", Pass.FORWARD, Tables.additions(), micros);
        SampleTable backward = Tables.of("add", Pass.BACKWARD, Tables.additions(), micros);
        assertThat(Tables.rejectedLines(new CopiedPassRule(), forward, backward))
                .isEmpty();
    }

    @Test
    void rejectsBackwardPassesOfTwiceTheFlopsInHalfTheTime() {
        List<Attention> rows = List.of(attention(64), attention(128));
        SampleTable forward = Tables.of("attention", Pass.FORWARD, rows, List.of(1000.0, 2000.0));
        SampleTable backward = Tables.of("attention", Pass.BACKWARD, rows, List.of(499.0, 6000.0));
        assertThat(Tables.rejectedLines(new BackwardRatioRule(), backward, forward))
                .containsExactly(2);
    }

    @Test
    void rejectsARepeatFarFromTheMedianOfItsShape() {
        ElementWise shape = Tables.additions().getFirst();
        SampleTable table =
                Tables.of("add", Pass.FORWARD, Collections.nCopies(5, shape), List.of(20.0, 21.0, 33.0, 20.0, 19.0));
        assertThat(Tables.rejectedLines(new RepeatRule(), table)).containsExactly(4);
    }

    @Test
    void rejectsLargeTensorsOfWhichOnePieceWasTimed() {
        List<MaskFill> rows = IntStream.rangeClosed(1, 48)
                .mapToObj(step -> new MaskFill(8L * step, 2048, 2048))
                .toList();
        List<Double> micros = new ArrayList<>(Tables.streamedMicros(rows, Pass.BACKWARD));
        // 8 · 32 matrices of 2048² scores are 2^30 elements; later rows have more.
        micros.set(39, micros.get(39) / 2);
        micros.set(47, micros.get(47) / 2);
        SampleTable table = Tables.of("fill", Pass.BACKWARD, rows, micros);
        assertThat(Tables.rejectedLines(new SplitKernelRule(), table)).containsExactly(41, 49);
    }

    @Test
    void rejectsGrossOutliersOnly() {
        List<Double> micros = new ArrayList<>(Tables.streamedMicros(Tables.additions(), Pass.FORWARD));
        micros.set(10, micros.get(10) * 1000);
        micros.set(20, micros.get(20) * 1.4);
        SampleTable table = Tables.of("add", Pass.FORWARD, Tables.additions(), micros);
        assertThat(Tables.rejectedLines(new ResidualRule(), table)).containsExactly(12);
    }

    @Test
    void callsATableCorruptWhenMoreThanAFifthIsRejected() {
        List<Double> micros = new ArrayList<>(Tables.streamedMicros(Tables.additions(), Pass.FORWARD));
        for (int row = 40; row < 50; row++) {
            micros.set(row, 1.0);
        }
        assertThat(cleaned(micros).isCorrupt()).isFalse();
        micros.set(39, 1.0);
        assertThat(cleaned(micros).isCorrupt()).isTrue();
        assertThat(cleaned(micros).reasons()).isEqualTo("11 physical limit");
    }

    @Test
    void givesTheReasonOfTheFirstRule() {
        SampleTable table =
                Tables.of("add", Pass.FORWARD, List.of(Tables.additions().getLast()), List.of(1.0));
        CleanTable clean = new Cleaning(LINKS, Passes.of(List.of(table))).clean(Tables.described(table));
        assertThat(clean.rejected()).hasSize(1);
        assertThat(clean.rejected().getFirst().text())
                .startsWith("add.csv: line 2: forward: physical limit: 1.0 us for 200000000, which");
    }

    private static CleanTable cleaned(List<Double> micros) {
        SampleTable table = Tables.of("add", Pass.FORWARD, Tables.additions(), micros);
        return new Cleaning(LINKS, Passes.of(List.of(table))).clean(Tables.described(table));
    }
}
