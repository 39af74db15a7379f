package org.stepcast.core.dataset;

import java.util.List;

/**
 * What a folder of samples holds.
 *
 * @param tables one for each file and pass, in the order of the files' names
 * @param faults broken files and rows, each with file, line, column and value; the rest was read
 * @param contentHash SHA-256 of the names and bytes of the CSV files read, in hexadecimal
 */
public record Dataset(List<SampleTable> tables, List<String> faults, String contentHash) {

    public Dataset {
        tables = List.copyOf(tables);
        faults = List.copyOf(faults);
    }
}
