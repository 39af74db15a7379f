package org.stepcast.estimator.timeline;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.stepcast.estimator.timeline.Track.Stream;

/** A timeline as a picture: time from left to right, a row for each stage, its other streams as thin lines below. */
public final class TimelineSvg {

    /** Where the picture is shown: a file brings colours and a name space of its own, a page has them already. */
    public enum Use {
        FILE,
        PAGE
    }

    private static final double WIDTH = 1000;
    private static final double LEFT = 64;
    private static final double PLOT_WIDTH = WIDTH - LEFT - 12;
    private static final double TOP = 8;
    private static final double THIN_HEIGHT = 5;
    private static final double STAGE_GAP = 7;
    private static final double LETTER_WIDTH = 6.2;
    /** Up to here every span is a rectangle with a name; more would make the picture slow to show. */
    private static final int NAMED_SPANS = 4000;

    private final Timeline timeline;
    private final double rowHeight;
    private final StringBuilder svg = new StringBuilder();
    private double y = TOP;

    private TimelineSvg(Timeline timeline) {
        this.timeline = timeline;
        this.rowHeight = timeline.stageCount() <= 16 ? 22 : 12;
    }

    /** The picture as one SVG element. */
    public static String of(Timeline timeline, Use use) {
        return new TimelineSvg(timeline).draw(use);
    }

    private String draw(Use use) {
        for (int stage = 0; stage < timeline.stageCount(); stage++) {
            stage(stage);
        }
        axis();
        legend();
        String size = String.format(Locale.ROOT, "viewBox=\"0 0 %.0f %.0f\"", WIDTH, y);
        String label = "role=\"img\" aria-label=\"What each pipeline stage does during a step\"";
        return switch (use) {
            case FILE ->
                "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"timeline\" " + size + " " + label + ">\n<style>\n"
                        + TimelineStyle.FILE + TimelineStyle.SPANS + "</style>\n<rect class=\"ground\" width=\"100%\""
                        + " height=\"100%\"/>\n" + svg + "</svg>\n";
            case PAGE -> "<svg class=\"timeline\" " + size + " " + label + ">\n" + svg + "</svg>\n";
        };
    }

    private void stage(int stage) {
        List<Track> tracks = timeline.tracks().stream()
                .filter(track -> track.stage() == stage)
                .toList();
        text(LEFT - 8, y + rowHeight / 2 + 4, "axis end", "stage " + stage);
        append(
                "<rect class=\"idle\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                LEFT, y, PLOT_WIDTH, rowHeight);
        for (Track track : tracks) {
            double height = track.stream() == Stream.COMPUTE ? rowHeight : THIN_HEIGHT;
            if (timeline.spanCount() <= NAMED_SPANS) {
                track.spans().forEach(span -> span(span, height));
            } else {
                Arrays.stream(Span.Kind.values()).forEach(kind -> merged(track, kind, height));
            }
            y += height + 1;
        }
        y += STAGE_GAP;
    }

    private double x(double micros) {
        return LEFT + PLOT_WIDTH * micros / timeline.totalMicros();
    }

    private void span(Span span, double height) {
        double x = x(span.startMicros());
        double width = x(span.endMicros()) - x;
        append(
                "<rect class=\"%s\" x=\"%.2f\" y=\"%.1f\" width=\"%.2f\" height=\"%.1f\"><title>%s: %s</title></rect>",
                (height > THIN_HEIGHT ? "pass " : "") + styles(span),
                x,
                y,
                width,
                height,
                span.name(),
                Ticks.text(span.micros()));
        if (height > THIN_HEIGHT && width > LETTER_WIDTH * span.label().length() + 2) {
            text(x + width / 2, y + height / 2 + 4, "on " + styles(span), span.label());
        }
    }

    private static String styles(Span span) {
        return style(span.kind()) + (span.chunk() == 0 ? "" : " chunk" + (1 + (span.chunk() - 1) % 3));
    }

    private static String style(Span.Kind kind) {
        return kind.label().replace(' ', '-');
    }

    /** All spans of a kind as one shape; those less than half a pixel apart are drawn as one. */
    private void merged(Track track, Span.Kind kind, double height) {
        StringBuilder path = new StringBuilder();
        double start = Double.NaN;
        double end = Double.NaN;
        for (Span span : track.spans()) {
            if (span.kind() == kind) {
                if (!(x(span.startMicros()) - end < 0.5)) {
                    rectangle(path, start, end, height);
                    start = x(span.startMicros());
                }
                end = x(span.endMicros());
            }
        }
        rectangle(path, start, end, height);
        if (!path.isEmpty()) {
            append("<path class=\"%s\" d=\"%s\"/>", style(kind), path);
        }
    }

    private void rectangle(StringBuilder path, double start, double end, double height) {
        if (!Double.isNaN(start)) {
            path.append(String.format(
                    Locale.ROOT, "M%.1f %.1fh%.1fv%.1fh%.1fz", start, y, end - start, height, start - end));
        }
    }

    private void axis() {
        for (double micros : Ticks.of(timeline.totalMicros())) {
            double x = x(micros);
            append("<path class=\"tick\" d=\"M%.1f %.1fV%.1f\"/>", x, TOP, y);
            text(x, y + 13, "axis", Ticks.text(micros));
        }
        y += 32;
    }

    private void legend() {
        Set<Span.Kind> kinds = EnumSet.noneOf(Span.Kind.class);
        timeline.tracks().forEach(track -> track.spans().forEach(span -> kinds.add(span.kind())));
        double x = LEFT;
        for (Span.Kind kind : kinds) {
            append("<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"10\" height=\"10\"/>", style(kind), x, y - 9);
            text(x + 15, y, "axis start", kind.label());
            x += 34 + LETTER_WIDTH * kind.label().length();
        }
        y += 10;
    }

    private void text(double x, double baseline, String styles, String text) {
        append("<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>", styles, x, baseline, text);
    }

    private void append(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
