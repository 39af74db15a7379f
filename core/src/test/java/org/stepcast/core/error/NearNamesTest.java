package org.stepcast.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NearNamesTest {

    private static final List<String> KNOWN = List.of("tensor", "pipeline", "data", "context");

    @Test
    void oneSlipOfTheFingerIsNear() {
        assertThat(NearNames.nearest("tenser", KNOWN)).contains("tensor");
    }

    @Test
    void letterCaseDoesNotCount() {
        assertThat(NearNames.nearest("PIPELINE", KNOWN)).contains("pipeline");
    }

    @Test
    void aPartOfANameIsNear() {
        assertThat(NearNames.nearest("pipe", KNOWN)).contains("pipeline");
    }

    @Test
    void somethingElseIsNotNear() {
        assertThat(NearNames.nearest("quantisation", KNOWN)).isEmpty();
    }

    @Test
    void theNearestComeFirst() {
        assertThat(NearNames.near("cat", List.of("bat", "cart", "cat", "dog"), 2))
                .containsExactly("cat", "bat");
    }
}
