package org.stepcast.core.dataset;

import java.util.List;
import java.util.Map;

/**
 * What a folder of samples holds.
 *
 * @param tables one for each file and pass, in the order of the files' names
 * @param faults broken files and rows, each with file, line, column and value; the rest was read
 * @param contentHashes SHA-256 of the names and bytes of each cluster's sample files, in hexadecimal
 */
public record Dataset(List<SampleTable> tables, List<String> faults, Map<String, String> contentHashes) {

    public Dataset {
        tables = List.copyOf(tables);
        faults = List.copyOf(faults);
        contentHashes = Map.copyOf(contentHashes);
    }

    /** The hash of one cluster's files. */
    public String contentHash(String clusterName) {
        String hash = contentHashes.get(clusterName);
        if (hash == null) {
            throw new IllegalArgumentException("no cluster " + clusterName + " among " + contentHashes.keySet());
        }
        return hash;
    }
}
