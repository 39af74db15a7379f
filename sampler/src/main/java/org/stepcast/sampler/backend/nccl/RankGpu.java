package org.stepcast.sampler.backend.nccl;

import java.time.Duration;
import org.stepcast.sampler.backend.Meeting;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.backend.cuda.CudaDriver;

/**
 * The GPU of one rank, connected with those of the others.
 *
 * @param pulseAddress of one number, summed over the ranks for their GPUs to start together
 */
record RankGpu(CudaDriver driver, Nccl nccl, int rank, int rankCount, Duration patience, long pulseAddress)
        implements AutoCloseable {

    private static final int FP32 = 7;

    static RankGpu of(CudaDriver driver, Nccl nccl, Meeting meeting, Duration patience) {
        try {
            long pulse = driver.allocate(Float.BYTES);
            driver.fill(pulse, 0, Float.BYTES);
            return new RankGpu(driver, nccl, meeting.rank(), meeting.rankCount(), patience, pulse);
        } catch (Refusal full) {
            throw new IllegalStateException(full);
        }
    }

    /** What is enqueued next starts on all GPUs at about the same time, whenever their hosts get to it. */
    void pulse() throws Refusal {
        nccl.allReduce(pulseAddress, pulseAddress, 1, FP32);
    }

    /** Waits for all work: without end for a rank that is lost, were it not for patience. */
    void await() throws Refusal {
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        while (!driver.isDone()) {
            if (System.nanoTime() > deadlineNanos) {
                nccl.abort();
                throw new Refusal(
                        Refusal.Kind.FAILED,
                        "NCCL: no answer of the other ranks within " + patience.toSeconds()
                                + " s. NCCL_DEBUG=WARN makes NCCL say why");
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        nccl.destroy();
        driver.free(pulseAddress);
        driver.close();
    }
}
