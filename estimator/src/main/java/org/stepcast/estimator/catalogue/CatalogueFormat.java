package org.stepcast.estimator.catalogue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.estimator.feature.FeatureSchema;

/** The bytes of a catalogue: a mark, versions, the header, then for each entry its key and its deflated bytes. */
final class CatalogueFormat {

    private static final String MARK = "stepcast catalogue";
    private static final int FORMAT_VERSION = 1;

    private CatalogueFormat() {}

    static byte[] write(CatalogueHeader header, List<CatalogueEntry> entries) {
        TreeMap<RegressorKey, CatalogueEntry> sorted = new TreeMap<>();
        for (CatalogueEntry entry : entries) {
            if (sorted.put(entry.key(), entry) != null) {
                throw new IllegalArgumentException(
                        "two regressors predict " + entry.key().text());
            }
        }
        PackedOutput output = new PackedOutput();
        output.writeText(MARK);
        output.writeCount(FORMAT_VERSION);
        output.writeCount(header.schemaVersion());
        output.writeText(header.clusterName());
        output.writeText(header.deviceName());
        output.writeText(header.dataHash());
        output.writeSigned(header.seed());
        output.writeCount(sorted.size());
        sorted.forEach((key, entry) -> {
            writeKey(key, output);
            output.writeBlock(Compression.deflated(EntryFormat.write(entry)));
        });
        return output.toBytes();
    }

    /** @throws BadInputException if the bytes are no catalogue, or one that this version cannot read */
    static Catalogue read(String source, byte[] bytes) {
        PackedInput input = new PackedInput(bytes);
        if (!sound(source, input::readText).equals(MARK)) {
            throw notACatalogue(source);
        }
        requireVersion(source, "format", sound(source, input::readCount), FORMAT_VERSION);
        int schemaVersion = sound(source, input::readCount);
        requireVersion(source, "feature schema", schemaVersion, FeatureSchema.VERSION);
        return sound(source, () -> {
            CatalogueHeader header = new CatalogueHeader(
                    schemaVersion, input.readText(), input.readText(), input.readText(), input.readSigned());
            Map<RegressorKey, byte[]> packed = new TreeMap<>();
            int entryCount = input.readCount();
            for (int entry = 0; entry < entryCount; entry++) {
                RegressorKey key = readKey(input);
                packed.put(key, input.readBlock());
            }
            return new Catalogue(header, source, packed);
        });
    }

    /** Runs {@code reading}; whatever garbled bytes make of it is the file's fault. */
    static <T> T sound(String source, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException | IndexOutOfBoundsException garbled) {
            throw notACatalogue(source);
        }
    }

    private static BadInputException notACatalogue(String source) {
        return new BadInputException(
                source + ": is not a catalogue of regressors, or is damaged.\n  Fit it again with stepcast fit.");
    }

    private static void requireVersion(String source, String what, int found, int known) {
        if (found != known) {
            throw new BadInputException(source + ": has " + what + " version (" + found
                    + "); this Stepcast reads version " + known + ".\n  Fit it again with stepcast fit.");
        }
    }

    private static void writeKey(RegressorKey key, PackedOutput output) {
        output.writeText(key.family());
        output.writeText(key.variant());
        output.writeText(key.precision().name());
        output.writeText(key.pass().name());
    }

    private static RegressorKey readKey(PackedInput input) {
        return new RegressorKey(
                input.readText(),
                input.readText(),
                Precision.valueOf(input.readText()),
                Pass.valueOf(input.readText()));
    }
}
