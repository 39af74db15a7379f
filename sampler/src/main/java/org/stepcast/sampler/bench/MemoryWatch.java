package org.stepcast.sampler.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.stepcast.sampler.backend.HostFacts;

/** The most memory that this process and the machine used; the machine's is looked up ten times a second. */
final class MemoryWatch implements AutoCloseable {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long INTERVAL_MILLIS = 100;
    private static final long KIB = 1024;

    private final AtomicLong machinePeakBytes = new AtomicLong();
    private final Thread watcher;

    private MemoryWatch() {
        this.watcher = Thread.ofPlatform().daemon().name("memory-watch").unstarted(this::watch);
    }

    static MemoryWatch start() {
        MemoryWatch watch = new MemoryWatch();
        watch.watcher.start();
        return watch;
    }

    long processPeakBytes() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmHWM"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
                    .findFirst()
                    .orElse(0);
        } catch (IOException notLinux) {
            return 0;
        }
    }

    long machinePeakBytes() {
        look();
        return machinePeakBytes.get();
    }

    @Override
    public void close() {
        watcher.interrupt();
    }

    private void watch() {
        try {
            while (true) {
                look();
                Thread.sleep(INTERVAL_MILLIS);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        machinePeakBytes.accumulateAndGet(HostFacts.usedBytes(), Math::max);
    }
}
