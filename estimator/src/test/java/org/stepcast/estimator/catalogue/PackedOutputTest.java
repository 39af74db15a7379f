package org.stepcast.estimator.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedOutputTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 63, -64, 64, 127, 128, 16383, 16384, -1_000_000, Long.MAX_VALUE / 2})
    void readsSignedNumbersBack(long value) {
        PackedOutput output = new PackedOutput();
        output.writeSigned(value);
        assertThat(new PackedInput(output.toBytes()).readSigned()).isEqualTo(value);
    }

    @Test
    void needsOneByteForNumbersNearZero() {
        PackedOutput output = new PackedOutput();
        output.writeSigned(-64);
        output.writeSigned(63);
        assertThat(output.toBytes()).hasSize(2);
    }

    @Test
    void readsTextsAndNumbersBack() {
        PackedOutput output = new PackedOutput();
        output.writeTexts(List.of("gemm", "größer"));
        output.writeDoubles(List.of(0.1, -0.0));
        output.writeFloat(0.1f);
        PackedInput input = new PackedInput(output.toBytes());
        assertThat(input.readTexts()).containsExactly("gemm", "größer");
        assertThat(input.readDoubles()).containsExactly(0.1, -0.0);
        assertThat(input.readFloat()).isEqualTo(0.1f);
    }

    @Test
    void endsWhereBytesEnd() {
        assertThatThrownBy(() -> new PackedInput(new byte[] {5, 1, 2}).readBlock())
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new PackedOutput().writeCount(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
