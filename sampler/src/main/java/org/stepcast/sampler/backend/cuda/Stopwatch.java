package org.stepcast.sampler.backend.cuda;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import org.stepcast.sampler.backend.Refusal;

/** Times work on the device, with the cache emptied before, and looks at the device while it works. */
final class Stopwatch implements AutoCloseable {

    private final CudaDriver driver;
    private final long cacheBytes;
    private final Optional<DeviceMonitor> monitor;
    private final long start;
    private final long end;
    private long flushed;

    /** @param cacheBytes of the last-level cache */
    Stopwatch(CudaDriver driver, long cacheBytes, Optional<DeviceMonitor> monitor) {
        this.driver = driver;
        this.monitor = monitor;
        this.cacheBytes = Math.max(1 << 20, cacheBytes);
        this.start = driver.createEvent();
        this.end = driver.createEvent();
    }

    CudaDriver driver() {
        return driver;
    }

    long cacheBytes() {
        return cacheBytes;
    }

    /**
     * The time of {@code work} on the device. Overwriting more than the cache first leaves nothing of the operands there,
     * and gives this process the time to add the work before the device gets to it.
     */
    double micros(Step work) throws Refusal {
        if (flushed == 0) {
            flushed = driver.allocate(4 * cacheBytes);
        }
        driver.fill(flushed, 1, 4 * cacheBytes);
        driver.record(start);
        work.enqueue();
        driver.record(end);
        driver.synchronize();
        return driver.microsBetween(start, end);
    }

    /** What the device is like while it does {@code work} {@code count} times; empty without its management library. */
    SortedMap<String, String> conditions(Step work, int count) throws Refusal {
        if (monitor.isEmpty()) {
            return Collections.emptySortedMap();
        }
        for (int i = 0; i < count; i++) {
            work.enqueue();
        }
        SortedMap<String, String> conditions = monitor.get().now();
        driver.synchronize();
        return conditions;
    }

    @Override
    public void close() {
        driver.destroyEvent(start);
        driver.destroyEvent(end);
        if (flushed != 0) {
            driver.free(flushed);
        }
    }
}
