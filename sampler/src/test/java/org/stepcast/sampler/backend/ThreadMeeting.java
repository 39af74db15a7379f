package org.stepcast.sampler.backend;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/** Ranks that are threads of one process. */
public record ThreadMeeting(int rank, AtomicReferenceArray<String> texts, CyclicBarrier barrier) implements Meeting {

    public static List<Meeting> of(int rankCount) {
        AtomicReferenceArray<String> texts = new AtomicReferenceArray<>(rankCount);
        CyclicBarrier barrier = new CyclicBarrier(rankCount);
        return IntStream.range(0, rankCount)
                .<Meeting>mapToObj(rank -> new ThreadMeeting(rank, texts, barrier))
                .toList();
    }

    @Override
    public int rankCount() {
        return texts.length();
    }

    @Override
    public String masterHost() {
        return localAddress().getHostAddress();
    }

    @Override
    public InetAddress localAddress() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public List<String> exchange(String topic, String text) {
        texts.set(rank, text);
        await();
        List<String> all =
                IntStream.range(0, texts.length()).mapToObj(texts::get).toList();
        await();
        return all;
    }

    private void await() {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
