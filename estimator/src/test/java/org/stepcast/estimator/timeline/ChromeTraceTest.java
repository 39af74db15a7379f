package org.stepcast.estimator.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepcast.estimator.step.StepCourse;

/** The rules of the trace-event format, as ui.perfetto.dev and chrome://tracing read it. */
class ChromeTraceTest {

    private static final ObjectMapper STRICT =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    static Stream<StepCourse> courses() {
        return TimelineTest.courses();
    }

    private static JsonNode events(StepCourse course) throws JsonProcessingException {
        return STRICT.readTree(ChromeTrace.of(StepTracks.of(course, 1))).get("traceEvents");
    }

    private static String thread(JsonNode event) {
        return event.get("pid").asInt() + ":" + event.get("tid").asInt();
    }

    @ParameterizedTest
    @MethodSource("courses")
    void everyEventHasTheFieldsOfItsKind(StepCourse course) throws JsonProcessingException {
        for (JsonNode event : events(course)) {
            assertThat(event.get("name").asText()).isNotBlank();
            assertThat(event.get("pid").isInt()).isTrue();
            assertThat(event.get("tid").isInt()).isTrue();
            assertThat(event.get("ts").isNumber()).isTrue();
            assertThat(event.get("ts").asDouble()).isNotNegative();
            switch (event.get("ph").asText()) {
                case "X" -> {
                    assertThat(event.get("dur").asDouble()).isPositive();
                    assertThat(event.get("cat").asText()).isNotBlank();
                }
                case "C" ->
                    assertThat(event.get("args").get("value").isNumber()).isTrue();
                case "M" -> assertThat(event.get("args").properties()).hasSize(1);
                default -> throw new AssertionError("phase " + event.get("ph"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("courses")
    void eventsAreInTheOrderOfTheirTimesAndNeverOverlapOnAThread(StepCourse course) throws JsonProcessingException {
        Map<String, Double> free = new HashMap<>();
        double now = 0;
        for (JsonNode event : events(course)) {
            assertThat(event.get("ts").asDouble()).isGreaterThanOrEqualTo(now);
            now = event.get("ts").asDouble();
            if (event.get("ph").asText().equals("X")) {
                assertThat(now).isGreaterThanOrEqualTo(free.getOrDefault(thread(event), 0.0));
                free.put(thread(event), now + event.get("dur").asDouble());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("courses")
    void everyProcessAndThreadHasANameAndAPlace(StepCourse course) throws JsonProcessingException {
        Map<String, Set<String>> described = new HashMap<>();
        Set<String> used = new HashSet<>();
        for (JsonNode event : events(course)) {
            switch (event.get("ph").asText()) {
                case "M" ->
                    described
                            .computeIfAbsent(event.get("name").asText(), name -> new HashSet<>())
                            .add(thread(event));
                case "X" -> used.add(thread(event));
                default -> assertThat(event.get("ph").asText()).isEqualTo("C");
            }
        }
        assertThat(described.keySet())
                .containsExactlyInAnyOrder("process_name", "process_sort_index", "thread_name", "thread_sort_index");
        assertThat(described.get("thread_name")).isEqualTo(used);
        assertThat(described.get("thread_sort_index")).isEqualTo(used);
        assertThat(described.get("process_name")).hasSize(course.run().stageCount());
        assertThat(used).extracting(thread -> thread.replaceFirst(".*:", "")).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "de", "ru", "ar"})
    void tracesLookTheSameEverywhere(String language) {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(language));
            assertThat(ChromeTrace.of(StepTracks.of(Courses.pair(), 1)).lines())
                    .startsWith(
                            "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[",
                            "{\"ph\":\"M\",\"pid\":1,\"tid\":0,\"ts\":0,\"name\":\"process_name\","
                                    + "\"args\":{\"name\":\"stage 0\"}},")
                    .contains(
                            "{\"ph\":\"X\",\"pid\":1,\"tid\":1000,\"ts\":48.000,\"dur\":16.000,\"name\":\"B 0\","
                                    + "\"cat\":\"backward\"},",
                            "{\"ph\":\"C\",\"pid\":2,\"tid\":0,\"ts\":12.000,\"name\":\"micro-batches in flight\","
                                    + "\"args\":{\"value\":1.0}},")
                    .endsWith("]}");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void furtherCountersAreWrittenWithNamesThatNeedEscapes() throws JsonProcessingException {
        String name = "memory \"peak\" \\ GiB\n";
        Timeline timeline =
                StepTracks.of(Courses.pair(), 1).with(new Counter(1, name, List.of(new Counter.Point(3, 1.5))));

        JsonNode events = STRICT.readTree(ChromeTrace.of(timeline)).get("traceEvents");
        assertThat(events)
                .anyMatch(event -> event.get("name").asText().equals(name)
                        && event.get("args").get("value").asDouble() == 1.5);
    }
}
