package org.stepcast.core.quantity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DimensionTest {

    @ParameterizedTest
    @CsvSource({
        "BYTES,            80 GB,      80e9",
        "BYTES,            1.5 KiB,    1536",
        "BYTES_PER_SECOND, 1792 GB/s,  1792e9",
        "FLOPS_PER_SECOND, 1.2 PFLOPS, 1.2e15",
        "MICROS,           2.5 ms,     2500",
        "WATTS,            1 kW,       1000",
        "TOKENS,           1.0T,       1e12",
    })
    void textBecomesTheCanonicalUnit(Dimension dimension, String text, double value) {
        assertThat(dimension.parse(text)).hasValue(value);
    }

    @ParameterizedTest
    @CsvSource({
        "BYTES, 80",
        "BYTES, GB",
        "BYTES, 80 GB/s",
        "BYTES, -1 GB",
        "BYTES, 80 gb",
        "WATTS, 1 W W",
        "MICROS, ''",
    })
    void anythingElseIsRefused(Dimension dimension, String text) {
        assertThat(dimension.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "BYTES,            80 GiB",
        "BYTES,            96 GB",
        "BYTES_PER_SECOND, 2039 GB/s",
        "BYTES_PER_SECOND, 4.8 TB/s",
        "FLOPS_PER_SECOND, 494.5 TFLOPS",
        "MICROS,           5 us",
        "MICROS,           0.5 ns",
        "WATTS,            700 W",
    })
    void textIsTheShortestAndReadsBack(Dimension dimension, String text) {
        double value = dimension.parse(text).orElseThrow();
        assertThat(dimension.text(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "BYTES,            85520809985",
        "BYTES_PER_SECOND, 2.0390000000000002e12",
        "FLOPS_PER_SECOND, 989.4e12",
        "MICROS,           3.3",
        "WATTS,            700",
        "TOKENS,           1.4e12",
    })
    void exactTextLosesNothing(Dimension dimension, double value) {
        assertThat(dimension.parse(dimension.exactText(value))).hasValue(value);
    }

    @ParameterizedTest
    @CsvSource({"BYTES, 80 GiB", "BYTES_PER_SECOND, 4.8 TB/s", "FLOPS_PER_SECOND, 494.5 TFLOPS", "MICROS, 5 us"})
    void exactTextIsShort(Dimension dimension, String text) {
        assertThat(dimension.exactText(dimension.parse(text).orElseThrow())).isEqualTo(text);
    }
}
