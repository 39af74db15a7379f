package org.stepcast.estimator.report;

import java.util.Locale;
import org.stepcast.estimator.validation.RunPrediction;
import org.stepcast.estimator.validation.RunValidation;

/** Predicted against measured step times on logarithmic axes, as an SVG picture. */
public final class ScatterSvg {

    private static final double SIDE = 460;
    private static final double MARGIN = 50;
    private static final double LEAST_LOG = -1.5;
    private static final double MOST_LOG = 2.5;

    private ScatterSvg() {}

    /** The picture; the lines are exact, and 10 % off either way. */
    public static String of(RunValidation validation) {
        StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" font-family=\"sans-serif\""
                        + " font-size=\"12\">",
                SIDE + MARGIN + 10,
                SIDE + MARGIN + 10);
        add(svg, "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
        for (int power = -1; power <= 2; power++) {
            double place = place(power);
            add(
                    svg,
                    "<path d=\"M%.1f 10V%.1fM%.1f %.1fH%.1f\" stroke=\"#ddd\"/>",
                    MARGIN + place,
                    SIDE + 10,
                    MARGIN,
                    SIDE + 10 - place,
                    SIDE + MARGIN);
            add(
                    svg,
                    "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s s</text>",
                    MARGIN + place,
                    SIDE + 26,
                    Math.pow(10, power));
            add(
                    svg,
                    "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%s s</text>",
                    MARGIN - 4,
                    SIDE + 14 - place,
                    Math.pow(10, power));
        }
        for (double factor : new double[] {0.9, 1, 1.1}) {
            double shift = Math.log10(factor) / (MOST_LOG - LEAST_LOG) * SIDE;
            add(
                    svg,
                    "<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"%s\"/>",
                    MARGIN,
                    SIDE + 10 - shift,
                    MARGIN + SIDE,
                    10 - shift,
                    factor == 1 ? "#888" : "#ccc");
        }
        validation.counted().stream()
                .filter(row -> row.errorFraction().isPresent())
                .forEach(row -> dot(svg, row));
        add(svg, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">measured</text>", MARGIN + SIDE / 2, SIDE + 46);
        add(
                svg,
                "<text x=\"14\" y=\"%.1f\" text-anchor=\"middle\" transform=\"rotate(-90 14 %.1f)\">predicted</text>",
                SIDE / 2,
                SIDE / 2);
        return svg.append("</svg>\n").toString();
    }

    private static void dot(StringBuilder svg, RunPrediction row) {
        add(
                svg,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\" fill=\"#1864ab\""
                        + " fill-opacity=\"0.5\"><title>%s</title></circle>",
                MARGIN + place(Math.log10(row.measuredSeconds().orElseThrow())),
                SIDE + 10 - place(Math.log10(row.predicted().orElseThrow().p50())),
                row.id().replace("&", "&amp;").replace("<", "&lt;"));
    }

    private static double place(double log) {
        return (log - LEAST_LOG) / (MOST_LOG - LEAST_LOG) * SIDE;
    }

    private static void add(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
