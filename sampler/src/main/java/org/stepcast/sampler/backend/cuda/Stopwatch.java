package org.stepcast.sampler.backend.cuda;

import org.stepcast.sampler.backend.Refusal;

/** Times work on the device, with the cache emptied before. */
final class Stopwatch implements AutoCloseable {

    private final CudaDriver driver;
    private final long cacheBytes;
    private final long start;
    private final long end;
    private long flushed;

    /** @param cacheBytes of the last-level cache */
    Stopwatch(CudaDriver driver, long cacheBytes) {
        this.driver = driver;
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

    @Override
    public void close() {
        driver.destroyEvent(start);
        driver.destroyEvent(end);
        if (flushed != 0) {
            driver.free(flushed);
        }
    }
}
