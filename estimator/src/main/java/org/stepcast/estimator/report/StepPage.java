package org.stepcast.estimator.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.stepcast.core.quantity.Interval;
import org.stepcast.core.quantity.Origin;
import org.stepcast.estimator.memory.MemoryEstimate;
import org.stepcast.estimator.step.OperatorLine;
import org.stepcast.estimator.step.Part;
import org.stepcast.estimator.step.StepEstimate;
import org.stepcast.estimator.timeline.Timeline;
import org.stepcast.estimator.timeline.TimelineStyle;
import org.stepcast.estimator.timeline.TimelineSvg;
import org.stepcast.estimator.timeline.TimelineSvg.Use;

/** The page that {@code stepcast predict --html} writes: one file that needs no other and no network. */
public final class StepPage {

    private static final int OPERATOR_LINES = 20;
    private static final double GIB = 1L << 30;

    private final StepEstimate estimate;
    private final MemoryEstimate memory;
    private final StringBuilder page = new StringBuilder();

    private StepPage(StepEstimate estimate, MemoryEstimate memory) {
        this.estimate = estimate;
        this.memory = memory;
    }

    /** The page of an estimate. */
    public static String of(StepEstimate estimate, MemoryEstimate memory) {
        StepPage page = new StepPage(estimate, memory);
        page.head();
        page.figures();
        page.breakdown();
        page.timeline();
        page.operators();
        page.reasons();
        return page.page.append("</main></body></html>\n").toString();
    }

    private void head() {
        var config = estimate.config();
        var plan = config.parallel();
        String title = config.model().name() + " on " + config.cluster().name();
        add("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        add("<title>%s: one step, by Stepcast</title>", HtmlText.of(title));
        add("<style>\n%s%s%s</style></head><body><main>", TimelineStyle.PAGE, TimelineStyle.SPANS, PageStyle.CSS);
        add("<header><h1>%s</h1>", HtmlText.of(title));
        add(
                "<p>%d devices: tensor %d, pipeline %d, data %d &middot; %s, %d micro-batches &middot; %s</p></header>",
                config.deviceCount(),
                plan.tensorSize(),
                plan.pipelineSize(),
                plan.dataSize(),
                HtmlText.of(plan.schedule().label()),
                config.microBatchCount(),
                HtmlText.of(config.precision().label()));
    }

    private void figures() {
        Interval seconds = estimate.stepSeconds();
        add("<section class=\"figures\">");
        figure(
                "Step time",
                seconds(seconds.p50()),
                "p10&ndash;p90 " + seconds(seconds.p10()) + " &ndash; " + seconds(seconds.p90()));
        figure("Tokens/s per GPU", format("%,.0f", estimate.tokensPerSecondPerDevice()), "");
        figure(
                "MFU",
                format("%.1f %%", 100 * estimate.utilizationFraction()),
                format("%.0f TFLOPS per GPU", estimate.modelFlopsPerSecondPerDevice() / 1e12));
        figure(
                "Memory",
                format("%.1f GiB", memory.deviceBytes() / GIB),
                format(
                        "of %.0f GiB, %.1f allocated; out of memory: %.0f %%",
                        memory.capacityBytes() / GIB,
                        memory.allocatedBytes() / GIB,
                        100 * memory.outOfMemoryProbability()));
        figure("Status", estimate.status().name().toLowerCase(Locale.ROOT), origins());
        add("</section>");
    }

    private void figure(String name, String value, String remark) {
        add("<div><h2>%s</h2><p class=\"value\">%s</p><p>%s</p></div>", name, value, remark);
    }

    private String origins() {
        return estimate.originShare().entrySet().stream()
                .filter(share -> share.getValue() >= 0.001)
                .sorted(Map.Entry.<Origin, Double>comparingByValue().reversed())
                .map(share -> format("%.0f %% ", 100 * share.getValue())
                        + share.getKey().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private void breakdown() {
        double total = estimate.breakdown().totalMicros();
        StringBuilder legend = new StringBuilder();
        add("<section><h2>Where the time goes</h2><div class=\"bar\">");
        for (Part part : Part.values()) {
            double share = estimate.breakdown().micros(part) / total;
            if (share > 0) {
                String name = StepText.label(part);
                String style = part.name().toLowerCase(Locale.ROOT).replace('_', '-');
                String time = seconds(share * total / 1e6);
                add(
                        "<i class=\"%s\" style=\"width:%s%%\" title=\"%s: %s\"></i>",
                        style, format("%.3f", 100 * share), name, time);
                legend.append(
                        format("<li><i class=\"%s\"></i>%s <b>%.1f %%</b> %s</li>", style, name, 100 * share, time));
            }
        }
        add("</div><ul class=\"legend\">%s</ul></section>", legend);
    }

    private void timeline() {
        add("<section><h2>Timeline <input id=\"zoom\" type=\"range\" min=\"1\" max=\"12\" step=\".1\" value=\"1\"");
        add(" aria-label=\"zoom\"></h2><div class=\"scroll\"><div id=\"timeline\">");
        add("%s", TimelineSvg.of(Timeline.of(estimate), Use.PAGE));
        add(
                "</div></div><p>Point at a span for its name and time. Thin lines below a stage are its other streams.</p>");
        add("<script>zoom.oninput = () => timeline.style.width = 100 * zoom.value + '%%'</script></section>");
    }

    private void operators() {
        List<OperatorLine> slowest =
                estimate.operators().stream().limit(OPERATOR_LINES).toList();
        add("<section><h2>Slowest operators of the stage that ends the step</h2><div class=\"scroll\"><table>");
        add("<tr><th>operator<th>pass<th>shape<th>runs<th>one run<th>in a step<th>origin</tr>");
        for (OperatorLine line : slowest) {
            add(
                    "<tr><td>%s<td>%s<td>%s<td>%.0f<td>%s<td>%s<td>%s</tr>",
                    HtmlText.of(line.name()),
                    line.pass().label(),
                    HtmlText.of(line.shape()),
                    line.count(),
                    seconds(line.micros().p50() / 1e6),
                    seconds(line.stepMicros() / 1e6),
                    line.origin().name().toLowerCase(Locale.ROOT));
        }
        add("</table></div></section>");
    }

    private void reasons() {
        if (!estimate.reasons().isEmpty()) {
            add("<section><h2>Extrapolated or estimated</h2><ul>");
            estimate.reasons().forEach(reason -> add("<li>%s</li>", HtmlText.of(reason)));
            add("</ul></section>");
        }
    }

    private static String seconds(double value) {
        return StepText.seconds(value);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private void add(String format, Object... values) {
        page.append(format(format, values)).append('\n');
    }
}
