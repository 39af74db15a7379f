package org.stepcast.core.hardware;

import java.util.List;

/**
 * Where figures come from. Reports print it.
 *
 * @param lowConfidenceFields fields, as the file spells them, that are from memory or disputed
 * @param estimatedFields figures that the file leaves out and that are derived from the known ones
 */
public record Provenance(String source, List<String> lowConfidenceFields, List<Estimate> estimatedFields) {

    public Provenance {
        lowConfidenceFields = List.copyOf(lowConfidenceFields);
        estimatedFields = List.copyOf(estimatedFields);
    }

    /** Figures that are all given by {@code source}. */
    public static Provenance of(String source) {
        return new Provenance(source, List.of(), List.of());
    }
}
