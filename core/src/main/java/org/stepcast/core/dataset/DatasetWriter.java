package org.stepcast.core.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.stepcast.core.error.BadInputException;

/**
 * Appends rows to one sample file, each flushed to the device before the next: a killed writer loses the row in flight
 * and nothing else. Opening an existing file goes on after its last whole row.
 */
public final class DatasetWriter implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private final int columnCount;

    private DatasetWriter(Path file, FileChannel channel, int columnCount) {
        this.file = file;
        this.channel = channel;
        this.columnCount = columnCount;
    }

    /**
     * Opens {@code file}, which is made with a header of {@code columns} if it does not exist.
     *
     * @throws BadInputException if it cannot be written, exists with other columns, or another writer has it open
     */
    public static DatasetWriter open(Path file, List<String> columns) {
        String header = String.join(",", columns) + "\n";
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            requireAlone(file, channel);
            long end = wholeRowsBytes(file);
            if (end > 0) {
                requireHeader(file, header);
            }
            channel.truncate(end);
            channel.position(end);
            DatasetWriter writer = new DatasetWriter(file, channel, columns.size());
            if (end == 0) {
                writer.write(header);
            }
            return writer;
        } catch (IOException unwritable) {
            throw new BadInputException(file + ": cannot be written: " + unwritable.getMessage());
        }
    }

    /**
     * Appends one row; the values are in the order of the columns.
     *
     * @throws BadInputException if the device is full or gone; the rows before stay
     */
    public void append(List<String> values) {
        if (values.size() != columnCount) {
            throw new IllegalArgumentException(values.size() + " values for " + columnCount + " columns");
        }
        try {
            write(String.join(",", values) + "\n");
        } catch (IOException failed) {
            throw new BadInputException(file + ": cannot be written: " + failed.getMessage()
                    + ".\n  The rows before are kept. Make room and start again: it goes on where it stopped.");
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The lock ends with the process, however that ends. */
    private static void requireAlone(Path file, FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException ofThisProcess) {
            // Said below.
        }
        channel.close();
        throw new BadInputException(
                file + ": another process is writing it.\n  Give each its own --part, or its own folder.");
    }

    private void write(String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
    }

    /** Bytes up to and with the last line end; what follows is a row that was being written. */
    private static long wholeRowsBytes(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private static void requireHeader(Path file, String header) throws IOException {
        String found = Files.readString(file).lines().findFirst().orElse("") + "\n";
        if (!found.equals(header)) {
            throw new BadInputException(file + ": has the columns " + found.strip() + ", not " + header.strip()
                    + ".\n  Write to another folder.");
        }
    }
}
