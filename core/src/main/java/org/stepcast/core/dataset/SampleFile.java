package org.stepcast.core.dataset;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.Pass;

/** Reads one CSV file into a table for each pass. What is broken is named in {@code faults}; the rest is kept. */
final class SampleFile {

    private final String file;
    private final SampleFileName name;
    private final Layout layout;
    private final List<String> faults;
    private final Map<Pass, List<Sample>> samples = new TreeMap<>();

    SampleFile(String file, SampleFileName name, Layout layout, List<String> faults) {
        this.file = file;
        this.name = name;
        this.layout = layout;
        this.faults = faults;
    }

    List<SampleTable> read(String text) {
        try (CsvReader<CsvRecord> records = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text)) {
            List<String> header = List.of();
            for (CsvRecord csv : records) {
                if (header.isEmpty()) {
                    header = csv.getFields().stream().map(String::strip).toList();
                    if (!hasColumns(header)) {
                        return List.of();
                    }
                } else {
                    readRow(header, csv);
                }
            }
        } catch (CsvParseException | IOException garbled) {
            faults.add(file + ": not readable as CSV: " + garbled.getMessage());
        }
        if (samples.isEmpty()) {
            faults.add(file + ": holds no usable row.");
        }
        return tables();
    }

    private boolean hasColumns(List<String> header) {
        List<String> missing = new ArrayList<>(layout.requiredColumns());
        missing.removeAll(header);
        if (!missing.isEmpty()) {
            faults.add(file + ": line 1: has no column " + String.join(", ", missing) + "; it has "
                    + String.join(", ", header) + ".");
        }
        return missing.isEmpty();
    }

    private void readRow(List<String> header, CsvRecord csv) {
        int line = (int) csv.getStartingLineNumber();
        try {
            Row row = new Row(header, csv.getFields());
            Operator operator = layout.shape().read(row);
            List<Sample> passes = new ArrayList<>();
            for (Map.Entry<Pass, String> column : layout.timeColumns().entrySet()) {
                if (header.contains(column.getValue())) {
                    double micros = row.micros(column.getValue());
                    passes.add(new Sample(operator, column.getKey(), name.precision(), micros, file, line));
                }
            }
            passes.forEach(sample -> samples.computeIfAbsent(sample.pass(), pass -> new ArrayList<>())
                    .add(sample));
        } catch (Row.BadCell cell) {
            faults.add(file + ": line " + line + ": " + cell.getMessage() + ".");
        } catch (IllegalArgumentException shape) {
            faults.add(file + ": line " + line + ": is no possible shape: " + shape.getMessage() + ".");
        }
    }

    private List<SampleTable> tables() {
        List<SampleTable> tables = new ArrayList<>();
        samples.forEach((pass, rows) -> tables.add(new SampleTable(
                file, name.clusterName(), name.deviceName(), name.tableName(), name.precision(), pass, rows)));
        return tables;
    }
}
