package org.stepcast.core.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.error.Faults;

final class YamlNodeTest {

    private final Faults faults = new Faults("job.yml");

    @Test
    void givesValuesInTheirTypes() {
        YamlNode node = parse("{a: word, b: 3, c: 1.5, d: true, e: [x, 2], f: [4, 5], g: {h: 80 GiB}, i: [{j: 1}]}");
        assertThat(node.text("a")).isEqualTo("word");
        assertThat(node.count("b")).isEqualTo(3);
        assertThat(node.optionalPositive("c")).hasValue(1.5);
        assertThat(node.optionalFlag("d")).contains(true);
        assertThat(node.texts("e")).containsExactly("x", "2");
        assertThat(node.wholes("f")).containsExactly(4L, 5L);
        assertThat(node.section("g").quantity("h", Dimension.BYTES)).isEqualTo(80.0 * (1L << 30));
        assertThat(node.sections("i"))
                .singleElement()
                .satisfies(item -> assertThat(item.count("j")).isEqualTo(1));
        assertThat(faults.isEmpty()).isTrue();
    }

    @Test
    void absentOptionsAreEmptyAndNoFault() {
        YamlNode node = parse("{}");
        assertThat(node.optionalText("a")).isEmpty();
        assertThat(node.optionalCount("a")).isEmpty();
        assertThat(node.optionalQuantity("a", Dimension.MICROS)).isEmpty();
        assertThat(node.optionalSection("a")).isEmpty();
        assertThat(node.texts("a")).isEmpty();
        assertThat(faults.isEmpty()).isTrue();
    }

    @Test
    void aKeyWithoutValueIsAbsent() {
        assertThat(parse("{a: }").optionalText("a")).isEmpty();
    }

    @Test
    void requiredValuesThatAreAbsentAreFaultsOnce() {
        assertFaults("{}", node -> node.section("parallel").count("tensor"), "job.yml: parallel is missing.");
    }

    @Test
    void aWrongRequiredValueIsOneFault() {
        assertFaults("{n: 0}", node -> node.count("n"), "job.yml: n (0) must be a whole number from 1 up.");
    }

    @Test
    void wholeNumbersHaveBothBounds() {
        assertFaults(
                "{stage: 4}",
                node -> node.optionalWhole("stage", 0, 3),
                "job.yml: stage (4) must be a whole number from 0 to 3.");
    }

    @Test
    void numbersBeyondLongAreNotWhole() {
        assertFaults(
                "{n: 99999999999999999999}",
                node -> node.optionalCount("n"),
                "job.yml: n (99999999999999999999) must be a whole number from 1 up.");
    }

    @Test
    void wordsForTruthAreNotFlags() {
        assertFaults("{on: 'yes'}", node -> node.optionalFlag("on"), "job.yml: on (yes) must be true or false.");
    }

    @Test
    void aChoiceNamesItsOptions() {
        assertFaults(
                "{kind: ring}",
                node -> node.oneOf("kind", List.of("tree", "star"), kind -> kind),
                "job.yml: kind (ring) must be one of tree, star.");
    }

    @Test
    void unknownKeysNameTheNearestKnownOne() {
        assertFaults(
                "{parallel: {tensr: 2}}",
                node -> node.section("parallel").optionalCount("tensor"),
                "job.yml: parallel.tensr (2) is not a known key.\n  Maybe tensor is meant.");
    }

    @Test
    void aKeyLikeNoOtherListsTheKnownOnes() {
        assertFaults(
                "{zzzzzzzz: 2}",
                node -> {
                    node.has("data");
                    node.has("pipeline");
                },
                "job.yml: zzzzzzzz (2) is not a known key.\n  Known keys: data, pipeline.");
    }

    @Test
    void numbersAsKeysAreUnknown() {
        assertFaults("{1: 2}", node -> node.has("data"), "job.yml: 1 (2) is not a known key.\n  Known keys: data.");
    }

    @Test
    void aRenamedKeyNamesItsSuccessor() {
        assertFaults("{tp: 2}", node -> node.renamed("tp", "tensor"), "job.yml: tp (2) is now called tensor.");
    }

    @Test
    void nestedValuesAreOnlyHintedAt() {
        assertFaults("{n: {a: 1, b: 2}}", node -> node.text("n"), "job.yml: n (a mapping of 2) must be text.");
    }

    @Test
    void valuesThatHoldThemselvesAreOnlyHintedAt() {
        assertFaults("n: &x [[*x]]", node -> node.text("n"), "job.yml: n (a list of 1) must be text.");
    }

    private YamlNode parse(String text) {
        return YamlFile.parse("job.yml", text, faults);
    }

    private void assertFaults(String text, Consumer<YamlNode> reading, String message) {
        YamlNode node = parse(text);
        assertThatCode(() -> reading.accept(node)).doesNotThrowAnyException();
        node.rejectUnknownKeys();
        assertThatThrownBy(faults::throwIfAny)
                .isInstanceOf(BadInputException.class)
                .hasMessage(message);
    }
}
