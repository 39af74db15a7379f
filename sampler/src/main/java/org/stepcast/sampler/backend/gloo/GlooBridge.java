package org.stepcast.sampler.backend.gloo;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.stepcast.core.error.BadInputException;
import org.stepcast.sampler.backend.GradientReducer;
import org.stepcast.sampler.backend.Meeting;
import org.stepcast.sampler.backend.gloo.BridgeLink.Word;

/**
 * Gloo for a process that holds another libtorch: a process beside it, which has Gloo, sums values in memory that both share.
 * What it costs more than Gloo in the same process is copying values into that memory and back, and two short messages.
 */
public final class GlooBridge implements GradientReducer {

    /** Where Linux keeps files in memory. */
    private static final Path MEMORY_FOLDER = Path.of("/dev/shm");

    private final Meeting meeting;
    private final Process sideCar;
    private final FloatBuffer values;
    private final BridgeLink link;

    private GlooBridge(Meeting meeting, Process sideCar, FloatBuffer values, BridgeLink link) {
        this.meeting = meeting;
        this.sideCar = sideCar;
        this.values = values;
        this.link = link;
    }

    /**
     * Starts the side-cars and connects them; all ranks call it together.
     *
     * @param valueCount numbers that each rank holds
     * @param patience how long a rank waits for another
     */
    public static GlooBridge start(Meeting meeting, int valueCount, Duration patience) {
        try {
            Path folder = Files.createTempDirectory(
                    Files.isWritable(MEMORY_FOLDER) ? MEMORY_FOLDER : Path.of(System.getProperty("java.io.tmpdir")),
                    "stepcast-gloo-" + ProcessHandle.current().pid());
            SideCarTask task = new SideCarTask(
                    folder,
                    valueCount,
                    meeting.rank(),
                    meeting.rankCount(),
                    meeting.masterHost(),
                    meeting.localAddress().getHostAddress(),
                    patience);
            try {
                return start(meeting, task);
            } finally {
                // What is mapped and connected stays so; nothing is left behind however the processes end.
                for (Path file : List.of(task.memory(), task.socket(), folder)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException failed) {
            throw lost(meeting, String.valueOf(failed.getMessage()));
        }
    }

    @Override
    public int rankCount() {
        return meeting.rankCount();
    }

    @Override
    public FloatBuffer values() {
        return values.duplicate();
    }

    @Override
    public double sumMicros(int count) {
        try {
            link.sayCount(Word.SUM, count);
            require(Word.SUMMED);
            return link.readMicros();
        } catch (IOException broken) {
            throw lost(meeting, String.valueOf(broken.getMessage()));
        }
    }

    @Override
    public void close() {
        try {
            link.close();
        } catch (IOException alreadyBroken) {
            // The side-car is gone then.
        }
        sideCar.destroy();
    }

    private static GlooBridge start(Meeting meeting, SideCarTask task) throws IOException {
        FloatBuffer values = map(task.memory(), task.valueCount());
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(task.socket()));
            Process sideCar = task.start();
            Thread.ofVirtual().start(() -> closeAtEndOf(sideCar, listener));
            GlooBridge bridge = new GlooBridge(meeting, sideCar, values, new BridgeLink(listener.accept()));
            bridge.connect();
            return bridge;
        }
    }

    /** A side-car that ends before it has called would be waited for without end. */
    private static void closeAtEndOf(Process sideCar, ServerSocketChannel listener) {
        try {
            sideCar.waitFor();
            listener.close();
        } catch (IOException | InterruptedException nobodyWaits) {
            Thread.currentThread().interrupt();
        }
    }

    /** The side-car meets the others through this process. */
    private void connect() throws IOException {
        Word word = link.read();
        while (word == Word.EXCHANGE) {
            link.sayTexts(Word.TEXTS, meeting.exchange(link.readText(), link.readText()));
            word = link.read();
        }
        require(word, Word.READY);
    }

    private void require(Word wanted) throws IOException {
        require(link.read(), wanted);
    }

    private void require(Word word, Word wanted) throws IOException {
        if (word == Word.FAULT) {
            throw new BadInputException(link.readText());
        }
        if (word != wanted) {
            throw new IllegalStateException("the side-car said " + word + " instead of " + wanted);
        }
    }

    /** The numbers that both processes see. */
    static FloatBuffer map(Path memory, int valueCount) throws IOException {
        try (FileChannel file = FileChannel.open(
                memory, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer bytes = file.map(MapMode.READ_WRITE, 0, (long) valueCount * Float.BYTES);
            return bytes.order(ByteOrder.nativeOrder()).asFloatBuffer();
        }
    }

    private static BadInputException lost(Meeting meeting, String reason) {
        return new BadInputException("rank " + meeting.rank() + ": the process beside it that runs Gloo is lost: "
                + reason + ".\n  Its own message says why; start all ranks again.");
    }
}
