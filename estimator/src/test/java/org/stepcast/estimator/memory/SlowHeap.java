package org.stepcast.estimator.memory;

/** Device memory of the slow oracle: counts what is alive, and remembers the most that ever was. */
final class SlowHeap {

    private long liveBytes;
    private long peakBytes;

    /** A tensor that lives as long as somebody holds it. */
    final class Buffer {

        private final long bytes;
        private int holders = 1;

        private Buffer(long bytes) {
            this.bytes = bytes;
        }

        Buffer hold() {
            holders++;
            return this;
        }

        void release() {
            holders--;
            if (holders < 0) {
                throw new IllegalStateException("released too often");
            }
            if (holders == 0) {
                liveBytes -= bytes;
            }
        }
    }

    /** A matrix, row by row, in blocks of 512 bytes. */
    Buffer matrix(long rows, long columns, int elementBytes) {
        long bytes = 0;
        for (long row = 0; row < rows; row++) {
            bytes += columns * elementBytes;
        }
        return bytes(bytes);
    }

    Buffer bytes(long bytes) {
        long blocks = bytes / 512 + (bytes % 512 == 0 ? 0 : 1);
        Buffer buffer = new Buffer(blocks * 512);
        liveBytes += buffer.bytes;
        peakBytes = Math.max(peakBytes, liveBytes);
        return buffer;
    }

    long peakBytes() {
        return peakBytes;
    }

    long liveBytes() {
        return liveBytes;
    }
}
