package org.stepcast.estimator.catalogue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.stepcast.core.error.BadInputException;

/** The file that keeps a catalogue: {@code <cluster>/catalogue/regressors.bin}. */
public final class CatalogueFile {

    private static final Path PLACE = Path.of("catalogue", "regressors.bin");

    private final Path file;

    private CatalogueFile(Path file) {
        this.file = file;
    }

    /** The file of the cluster whose folder is {@code clusterFolder}. */
    public static CatalogueFile in(Path clusterFolder) {
        return new CatalogueFile(clusterFolder.resolve(PLACE));
    }

    public Path path() {
        return file;
    }

    public boolean exists() {
        return Files.exists(file);
    }

    /**
     * Reads the list of regressors; each is unpacked when asked for.
     *
     * @throws BadInputException if there is no such file, or it is no catalogue that this version reads
     */
    public Catalogue read() {
        try {
            return CatalogueFormat.read(file.toString(), Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new BadInputException(file + ": cannot be read: " + unreadable.getMessage());
        }
    }

    /**
     * Replaces the file.
     *
     * @throws BadInputException if it cannot be written
     */
    public void write(CatalogueHeader header, List<CatalogueEntry> entries) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.write(file, CatalogueFormat.write(header, entries));
        } catch (IOException unwritable) {
            throw new BadInputException(file + ": cannot be written: " + unwritable.getMessage());
        }
    }
}
