package org.stepcast.estimator.timeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.stepcast.estimator.timeline.Track.Stream;

/** Collects the spans of one stage and lays those of a stream that overlap onto tracks beside each other. */
final class StageTracks {

    private final int stage;
    private final double factor;
    private final Map<Stream, List<Span>> spans = new EnumMap<>(Stream.class);

    /** @param factor by which all times are stretched */
    StageTracks(int stage, double factor) {
        this.stage = stage;
        this.factor = factor;
    }

    /** Leaves out what takes no time. */
    void add(Stream stream, Span span) {
        if (span.micros() > 0) {
            spans.computeIfAbsent(stream, none -> new ArrayList<>()).add(span.times(factor));
        }
    }

    List<Track> tracks() {
        List<Track> tracks = new ArrayList<>();
        spans.forEach((stream, all) -> {
            List<List<Span>> lanes = lanes(all);
            for (int i = 0; i < lanes.size(); i++) {
                String name = stream.label() + (i == 0 ? "" : " " + (i + 1));
                tracks.add(new Track(stage, stream, name, lanes.get(i)));
            }
        });
        return tracks;
    }

    /** Each span goes to the first lane that is free. */
    private static List<List<Span>> lanes(List<Span> spans) {
        List<List<Span>> lanes = new ArrayList<>();
        spans.stream()
                .sorted(Comparator.comparingDouble(Span::startMicros))
                .forEach(span -> lanes.stream()
                        .filter(lane -> lane.getLast().endMicros() <= span.startMicros())
                        .findFirst()
                        .orElseGet(() -> newLane(lanes))
                        .add(span));
        return lanes;
    }

    private static List<Span> newLane(List<List<Span>> lanes) {
        List<Span> lane = new ArrayList<>();
        lanes.add(lane);
        return lane;
    }
}
