package org.stepcast.sampler.backend.cuda;

/**
 * Threads of a launch.
 *
 * @param blockCount blocks that work on different data
 * @param sliceCount how many slices each of them is divided into
 * @param threadCount threads of a block, whole warps
 */
record LaunchSize(int blockCount, int sliceCount, int threadCount) {

    private static final int BLOCK = 256;
    private static final int WARP = 32;

    /** Blocks of a multiprocessor that element-wise kernels keep busy: enough loads in flight to fill the memory. */
    private static final int BLOCKS_PER_MULTIPROCESSOR = 16;

    /** Threads that stride over {@code count} elements or packs. */
    static LaunchSize over(long count, int multiprocessorCount) {
        long blocks = Math.ceilDiv(count, BLOCK);
        return new LaunchSize(
                (int) Math.clamp(blocks, 1, (long) multiprocessorCount * BLOCKS_PER_MULTIPROCESSOR), 1, BLOCK);
    }

    /** One thread for each of {@code count}. */
    static LaunchSize each(long count) {
        return new LaunchSize(Math.toIntExact(Math.ceilDiv(count, BLOCK)), 1, BLOCK);
    }

    /** One block for each of {@code rows} of {@code width} packs, with a thread for a pack up to {@code most} threads. */
    static LaunchSize rows(long rows, long width, int most) {
        int threads = (int) Math.clamp(Math.ceilDiv(width, WARP) * WARP, WARP, (long) most);
        return new LaunchSize(Math.toIntExact(rows), 1, threads);
    }
}
