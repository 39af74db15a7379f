package org.stepcast.estimator.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class NearNumbersTest {

    @Test
    void divisorsOnBothSides() {
        assertThat(NearNumbers.divisorHint(3, 32)).isEqualTo("Maybe use 2 or 4.");
        assertThat(NearNumbers.divisorHint(2, 25)).isEqualTo("Maybe use 1 or 5.");
    }

    @Test
    void divisorsEndAtTheNumberItself() {
        assertThat(NearNumbers.divisorHint(64, 32)).isEqualTo("Maybe use 32.");
    }

    @Test
    void multiplesOnBothSides() {
        assertThat(NearNumbers.multipleHint(100, 8)).isEqualTo("Maybe use 96 or 104.");
    }

    @Test
    void multiplesBeginAtTheDivisor() {
        assertThat(NearNumbers.multipleHint(5, 8)).isEqualTo("Maybe use 8.");
    }

    @Test
    void multiplesEndWhereNumbersDo() {
        assertThat(NearNumbers.multipleHint(5, Long.MAX_VALUE)).isEqualTo("Maybe use " + Long.MAX_VALUE + ".");
    }
}
