package org.stepcast.estimator.timeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A timeline in the trace-event format: opens in ui.perfetto.dev and chrome://tracing. A stage is a process, a track is a
 * thread of it, times are microseconds. Source: Google, Trace Event Format, complete (X), counter (C) and metadata (M) events.
 */
public final class ChromeTrace {

    /** Readers add start and duration as floating-point numbers: eighths add up exactly, so that neighbours never overlap. */
    private static final int TICKS_PER_MICRO = 8;

    /** An event and when it starts, to write events in the order of their times. */
    private record Event(double startMicros, String text) {}

    private final List<String> metadata = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();

    private ChromeTrace() {}

    /** The trace as one JSON document, an event on each line. */
    public static String of(Timeline timeline) {
        ChromeTrace trace = new ChromeTrace();
        for (int stage = 0; stage < timeline.stageCount(); stage++) {
            trace.process(stage);
        }
        for (int i = 0; i < timeline.tracks().size(); i++) {
            trace.track(timeline.tracks().get(i), i);
        }
        timeline.counters().forEach(trace::counter);
        return trace.text();
    }

    /** Perfetto keeps process 0 for idle time, so that stage 0 is process 1. */
    private static int process(Track track) {
        return track.stage() + 1;
    }

    private void process(int stage) {
        int process = stage + 1;
        metadata(process, 0, "process_name", "\"name\":" + quoted("stage " + stage));
        metadata(process, 0, "process_sort_index", "\"sort_index\":" + stage);
    }

    /** @param position of the track among all, since Perfetto wants threads of different processes told apart */
    private void track(Track track, int position) {
        int thread = 1000 + position;
        metadata(process(track), thread, "thread_name", "\"name\":" + quoted(track.name()));
        metadata(process(track), thread, "thread_sort_index", "\"sort_index\":" + position);
        for (Span span : track.spans()) {
            double start = inTicks(span.startMicros());
            double micros = inTicks(span.endMicros()) - start;
            if (micros == 0) {
                continue;
            }
            events.add(new Event(
                    start,
                    "{\"ph\":\"X\",\"pid\":" + process(track) + ",\"tid\":" + thread + ",\"ts\":" + decimal(start)
                            + ",\"dur\":" + decimal(micros) + ",\"name\":" + quoted(span.name()) + ",\"cat\":"
                            + quoted(span.kind().label()) + "}"));
        }
    }

    private void counter(Counter counter) {
        for (Counter.Point point : counter.points()) {
            double start = inTicks(point.startMicros());
            events.add(new Event(
                    start,
                    "{\"ph\":\"C\",\"pid\":" + (counter.stage() + 1) + ",\"tid\":0,\"ts\":" + decimal(start)
                            + ",\"name\":" + quoted(counter.name()) + ",\"args\":{\"value\":" + point.value() + "}}"));
        }
    }

    private void metadata(int process, int thread, String name, String argument) {
        metadata.add("{\"ph\":\"M\",\"pid\":" + process + ",\"tid\":" + thread + ",\"ts\":0,\"name\":" + quoted(name)
                + ",\"args\":{" + argument + "}}");
    }

    private String text() {
        events.sort(Comparator.comparingDouble(Event::startMicros));
        List<String> lines = new ArrayList<>(metadata);
        events.forEach(event -> lines.add(event.text()));
        return "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n" + String.join(",\n", lines) + "\n]}\n";
    }

    private static double inTicks(double micros) {
        return (double) Math.round(micros * TICKS_PER_MICRO) / TICKS_PER_MICRO;
    }

    private static String decimal(double micros) {
        return String.format(Locale.ROOT, "%.3f", micros);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
