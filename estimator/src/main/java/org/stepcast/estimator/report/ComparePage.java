package org.stepcast.estimator.report;

import java.util.Locale;
import org.stepcast.estimator.report.Comparison.Row;
import org.stepcast.estimator.report.Comparison.Section;
import org.stepcast.estimator.step.Part;
import org.stepcast.estimator.timeline.TimelineStyle;

/** The page that {@code stepcast compare --html} writes: one file that needs no other and no network. */
public final class ComparePage {

    private static final String CSS = """
            table.jobs { table-layout: fixed; white-space: normal; }
            table.jobs th:nth-child(n), table.jobs td:nth-child(n) { text-align: left; padding: 4px 20px 4px 0; }
            table.jobs th { overflow-wrap: anywhere; }
            table.jobs th[scope=row] { color: var(--ink); font-weight: 400; }
            table.jobs tr.differs td { font-weight: 600; }
            table.jobs small { color: var(--muted); font-weight: 400; margin-left: 8px; }
            .job { display: grid; grid-template-columns: 240px 1fr 90px; gap: 12px; align-items: center; margin: 6px 0; }
            .job span { overflow-wrap: anywhere; }
            """;

    private final Comparison comparison;
    private final StringBuilder page = new StringBuilder();

    private ComparePage(Comparison comparison) {
        this.comparison = comparison;
    }

    /** The page of a comparison. */
    public static String of(Comparison comparison) {
        ComparePage page = new ComparePage(comparison);
        page.head();
        page.bars();
        comparison.sections().forEach(page::section);
        return page.page.append("</main></body></html>\n").toString();
    }

    private void head() {
        add("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        add("<title>%d jobs compared, by Stepcast</title>", comparison.jobs().size());
        add("<style>\n%s%s%s%s</style></head>", TimelineStyle.PAGE, TimelineStyle.SPANS, PageStyle.CSS, CSS);
        add("<body><main><header><h1>%d jobs compared</h1>", comparison.jobs().size());
        add("<p>Bold lines differ; small figures are against the first job.</p></header>");
    }

    /** Steps to one scale. */
    private void bars() {
        double longest = comparison.jobs().stream()
                .mapToDouble(job -> job.step().breakdown().totalMicros())
                .max()
                .orElseThrow();
        add("<section><h2>One step</h2>");
        for (Forecast job : comparison.jobs()) {
            add(
                    "<div class=\"job\"><span>%s</span><div class=\"bar\">",
                    HtmlText.of(job.step().config().source()));
            for (Part part : Part.values()) {
                double micros = job.step().breakdown().micros(part);
                if (micros > 0) {
                    add(
                            "<i class=\"%s\" style=\"width:%s%%\" title=\"%s: %s\"></i>",
                            part.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                            String.format(Locale.ROOT, "%.3f", 100 * micros / longest),
                            StepText.label(part),
                            StepText.seconds(micros / 1e6));
                }
            }
            add(
                    "</div><b>%s</b></div>",
                    StepText.seconds(job.step().stepSeconds().p50()));
        }
        legend();
        add("</section>");
    }

    private void legend() {
        add("<ul class=\"legend\">");
        for (Part part : Part.values()) {
            if (comparison.jobs().stream()
                    .anyMatch(job -> job.step().breakdown().micros(part) > 0)) {
                add(
                        "<li><i class=\"%s\"></i>%s</li>",
                        part.name().toLowerCase(Locale.ROOT).replace('_', '-'), StepText.label(part));
            }
        }
        add("</ul>");
    }

    private void section(Section section) {
        add("<section><h2>%s</h2>", section.title());
        if (section.rows().isEmpty()) {
            add("<p>no difference</p></section>");
            return;
        }
        add("<div class=\"scroll\"><table class=\"jobs\"><tr><th></th>");
        comparison.names().forEach(name -> add("<th scope=\"col\">%s</th>", HtmlText.of(name)));
        add("</tr>");
        section.rows().forEach(this::row);
        add("</table></div></section>");
    }

    private void row(Row row) {
        add("<tr%s><th scope=\"row\">%s</th>", row.differs() ? " class=\"differs\"" : "", HtmlText.of(row.name()));
        for (int job = 0; job < row.values().size(); job++) {
            String change = row.changes().isEmpty() ? "" : row.changes().get(job);
            add(
                    "<td>%s%s</td>",
                    HtmlText.of(row.values().get(job)), change.isEmpty() ? "" : "<small>" + change + "</small>");
        }
        add("</tr>");
    }

    private void add(String format, Object... values) {
        page.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
