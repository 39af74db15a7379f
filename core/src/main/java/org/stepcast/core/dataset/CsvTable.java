package org.stepcast.core.dataset;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stepcast.core.error.BadInputException;

/**
 * A CSV file whose first line names its columns.
 *
 * @param rows values by column, blank ones left out
 */
public record CsvTable(List<String> columns, List<Row> rows) {

    /**
     * One line of values.
     *
     * @param line in the file, counted from 1
     */
    public record Row(int line, Map<String, String> values) {

        public Row {
            values = Map.copyOf(values);
        }
    }

    public CsvTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * Reads a file.
     *
     * @throws BadInputException if it is missing, garbled or empty
     */
    public static CsvTable read(Path file) {
        try (CsvReader<CsvRecord> records = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(Files.readString(file, StandardCharsets.UTF_8))) {
            List<String> columns = List.of();
            List<Row> rows = new ArrayList<>();
            for (CsvRecord csv : records) {
                if (columns.isEmpty()) {
                    columns = csv.getFields().stream().map(CsvTable::plain).toList();
                } else {
                    rows.add(row(columns, csv));
                }
            }
            if (columns.isEmpty()) {
                throw new BadInputException(file + ": is empty.");
            }
            return new CsvTable(columns, rows);
        } catch (NoSuchFileException missing) {
            throw new BadInputException(file + ": no such file.");
        } catch (CsvParseException | IOException garbled) {
            throw new BadInputException(file + ": not readable as CSV: " + garbled.getMessage());
        }
    }

    /** Writes lines of values under {@code columns}. */
    public static void write(Path file, List<String> columns, List<List<String>> lines) {
        try (CsvWriter writer = CsvWriter.builder().build(file, StandardCharsets.UTF_8)) {
            writer.writeRecord(columns);
            lines.forEach(writer::writeRecord);
        } catch (IOException unwritable) {
            throw new BadInputException(file + ": cannot be written: " + unwritable.getMessage());
        }
    }

    private static Row row(List<String> columns, CsvRecord csv) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(columns.size(), csv.getFieldCount()); i++) {
            String value = csv.getField(i).strip();
            if (!value.isEmpty()) {
                values.putIfAbsent(columns.get(i), value);
            }
        }
        return new Row((int) csv.getStartingLineNumber(), values);
    }

    /** Spreadsheets start files with a byte order mark. */
    private static String plain(String column) {
        return column.replace("\uFEFF", "").strip();
    }
}
