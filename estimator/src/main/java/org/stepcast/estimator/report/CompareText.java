package org.stepcast.estimator.report;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.estimator.report.Comparison.Row;
import org.stepcast.estimator.report.Comparison.Section;

/** The table that {@code stepcast compare} prints for people; what differs from the first job says by how much. */
public final class CompareText {

    private CompareText() {}

    /** Every section with a column for each job. */
    public static String of(Comparison comparison) {
        List<String> header = new ArrayList<>(List.of(""));
        header.addAll(comparison.names());
        TextTable table = new TextTable(header);
        for (Section section : comparison.sections()) {
            table.add(cells("", List.of(), comparison));
            table.add(cells(section.title(), List.of(), comparison));
            if (section.rows().isEmpty()) {
                table.add(cells("  no difference", List.of(), comparison));
            }
            section.rows().forEach(row -> table.add(cells("  " + row.name(), values(row), comparison)));
        }
        return table.text();
    }

    private static List<String> values(Row row) {
        List<String> values = new ArrayList<>();
        for (int job = 0; job < row.values().size(); job++) {
            String change = row.changes().isEmpty() || row.changes().get(job).isEmpty()
                    ? ""
                    : "  (" + row.changes().get(job) + ")";
            values.add(row.values().get(job) + change);
        }
        return values;
    }

    private static List<String> cells(String name, List<String> values, Comparison comparison) {
        List<String> cells = new ArrayList<>(List.of(name));
        for (int job = 0; job < comparison.jobs().size(); job++) {
            cells.add(values.isEmpty() ? "" : values.get(job));
        }
        return cells;
    }
}
