package org.stepcast.estimator.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.stepcast.core.error.BadInputException;

/** The regressors of one cluster. Each is unpacked when it is first asked for. Safe for use by several threads. */
public final class Catalogue {

    private final CatalogueHeader header;
    private final String source;
    private final TreeMap<RegressorKey, byte[]> packed;
    private final Map<RegressorKey, CatalogueEntry> unpacked = new ConcurrentHashMap<>();

    Catalogue(CatalogueHeader header, String source, Map<RegressorKey, byte[]> packed) {
        this.header = header;
        this.source = source;
        this.packed = new TreeMap<>(packed);
    }

    /** A catalogue of regressors that were just fitted; it answers as the one that is written and read again. */
    public static Catalogue of(CatalogueHeader header, List<CatalogueEntry> entries) {
        String source = "regressors fitted to " + header.clusterName();
        return CatalogueFormat.read(source, CatalogueFormat.write(header, entries));
    }

    public CatalogueHeader header() {
        return header;
    }

    /** Where it was read from, for messages. */
    public String source() {
        return source;
    }

    /** What it predicts, in order. */
    public List<RegressorKey> keys() {
        return List.copyOf(packed.keySet());
    }

    /**
     * The regressor for {@code key}, if the cluster has samples of it.
     *
     * @throws BadInputException if its bytes are garbled
     */
    public Optional<CatalogueEntry> find(RegressorKey key) {
        byte[] bytes = packed.get(key);
        return bytes == null
                ? Optional.empty()
                : Optional.of(unpacked.computeIfAbsent(key, missing -> unpack(missing, bytes)));
    }

    private CatalogueEntry unpack(RegressorKey key, byte[] bytes) {
        return CatalogueFormat.sound(source, () -> EntryFormat.read(key, Compression.inflated(bytes)));
    }
}
