package org.stepcast.sampler.backend.nccl;

import org.stepcast.core.operator.CollectiveKind;
import org.stepcast.sampler.backend.PreparedCollective;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.backend.cuda.CudaDriver;

/** One collective over NCCL. */
final class NcclCollective implements PreparedCollective {

    /** As many calls are timed together as nccl-tests does; of a large message fewer. */
    private static final int REPEATS = 20;

    private static final int LARGE_REPEATS = 4;
    private static final double LARGE_BYTES = 256e6;

    /** A byte that makes no number in any precision: what is left out is seen. */
    private static final int NOT_A_NUMBER = 0xff;

    private final RankGpu gpu;
    private final CudaDriver driver;
    private final Buffers buffers;
    private final int type;
    private final int repeats;
    private final long start;
    private final long end;

    private NcclCollective(RankGpu gpu, Buffers buffers, int type) {
        this.gpu = gpu;
        this.driver = gpu.driver();
        this.buffers = buffers;
        this.type = type;
        this.repeats = buffers.messageBytes() > LARGE_BYTES ? LARGE_REPEATS : REPEATS;
        this.start = driver.createEvent();
        this.end = driver.createEvent();
    }

    /** Fills the buffers, which are freed with the collective: what is sent is never all zeros. */
    static NcclCollective prepare(RankGpu gpu, Buffers buffers, int type) throws Refusal {
        NcclCollective collective = new NcclCollective(gpu, buffers, type);
        try {
            collective.fill();
            return collective;
        } catch (Refusal refusal) {
            collective.close();
            throw refusal;
        }
    }

    /** The mean over calls one after another, as nccl-tests measures; the GPUs start together. */
    @Override
    public double runMicros() throws Refusal {
        gpu.pulse();
        driver.record(start);
        for (int i = 0; i < repeats; i++) {
            enqueue();
        }
        driver.record(end);
        gpu.await();
        return takesPart() ? driver.microsBetween(start, end) / repeats : 0;
    }

    @Override
    public boolean isRight() throws Refusal {
        fill();
        gpu.pulse();
        enqueue();
        gpu.await();
        return matches();
    }

    @Override
    public void close() {
        driver.destroyEvent(start);
        driver.destroyEvent(end);
        driver.free(buffers.memoryAddress());
    }

    private void enqueue() throws Refusal {
        Nccl nccl = gpu.nccl();
        long count = buffers.eachCount();
        switch (buffers.kind()) {
            case ALL_REDUCE -> nccl.allReduce(buffers.givenAddress(), buffers.gotAddress(), count, type);
            case ALL_GATHER -> nccl.allGather(buffers.givenAddress(), buffers.gotAddress(), count, type);
            case REDUCE_SCATTER -> nccl.reduceScatter(buffers.givenAddress(), buffers.gotAddress(), count, type);
            case BROADCAST -> nccl.broadcast(buffers.givenAddress(), buffers.gotAddress(), count, type);
            case ALL_TO_ALL ->
                nccl.together(() -> {
                    for (int rank = 0; rank < gpu.rankCount(); rank++) {
                        nccl.send(buffers.part(buffers.givenAddress(), rank), count, type, rank);
                        nccl.receive(buffers.part(buffers.gotAddress(), rank), count, type, rank);
                    }
                });
            case SEND_RECEIVE -> nccl.together(this::sendOrReceive);
        }
    }

    /** Rank 0 sends to the last one. */
    private void sendOrReceive() throws Refusal {
        if (isFirst()) {
            gpu.nccl().send(buffers.givenAddress(), buffers.elementCount(), type, last());
        }
        if (isLast()) {
            gpu.nccl().receive(buffers.gotAddress(), buffers.elementCount(), type, 0);
        }
    }

    /** Sets known values, so that {@link #matches} can judge what comes of them. */
    private void fill() throws Refusal {
        driver.fill(buffers.gotAddress(), NOT_A_NUMBER, buffers.gotBytes());
        driver.synchronize();
        switch (buffers.kind()) {
            case ALL_REDUCE, REDUCE_SCATTER ->
                KnownValues.added(buffers.precision(), gpu.rank())
                        .upload(driver, buffers.givenAddress(), buffers.elementCount());
            case ALL_GATHER -> moved(gpu.rank()).upload(driver, buffers.givenAddress(), buffers.eachCount());
            case ALL_TO_ALL -> {
                for (int to = 0; to < gpu.rankCount(); to++) {
                    moved(gpu.rank() * gpu.rankCount() + to)
                            .upload(driver, buffers.part(buffers.givenAddress(), to), buffers.eachCount());
                }
            }
            case BROADCAST, SEND_RECEIVE ->
                // Other values than those that are to come.
                moved(isFirst() ? 0 : 1).upload(driver, buffers.givenAddress(), buffers.elementCount());
        }
    }

    /** Whether the right values have come, after {@link #fill} on all ranks and one call. */
    private boolean matches() {
        return switch (buffers.kind()) {
            case ALL_REDUCE -> sum(0).match(driver, buffers.gotAddress(), buffers.elementCount());
            case REDUCE_SCATTER ->
                sum(gpu.rank() * buffers.eachCount()).match(driver, buffers.gotAddress(), buffers.eachCount());
            case ALL_GATHER, ALL_TO_ALL -> partsMatch();
            case BROADCAST -> moved(0).match(driver, buffers.gotAddress(), buffers.elementCount());
            case SEND_RECEIVE -> !isLast() || moved(0).match(driver, buffers.gotAddress(), buffers.elementCount());
        };
    }

    private boolean partsMatch() {
        boolean match = true;
        for (int from = 0; from < gpu.rankCount(); from++) {
            int shift = buffers.kind() == CollectiveKind.ALL_GATHER ? from : from * gpu.rankCount() + gpu.rank();
            match &= moved(shift).match(driver, buffers.part(buffers.gotAddress(), from), buffers.eachCount());
        }
        return match;
    }

    private KnownValues moved(int shift) {
        return KnownValues.moved(buffers.precision(), shift);
    }

    private KnownValues sum(long first) {
        return KnownValues.sum(buffers.precision(), gpu.rankCount(), first);
    }

    private boolean takesPart() {
        return buffers.kind() != CollectiveKind.SEND_RECEIVE || isFirst() || isLast();
    }

    private int last() {
        return gpu.rankCount() - 1;
    }

    private boolean isFirst() {
        return gpu.rank() == 0;
    }

    private boolean isLast() {
        return gpu.rank() == last();
    }
}
