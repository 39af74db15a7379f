package org.stepcast.estimator.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs tasks on a fixed number of threads; results come in the order of the tasks, whatever order they ran in. */
final class TaskPool {

    private final int threadCount;
    private final FitProgress progress;

    TaskPool(int threadCount, FitProgress progress) {
        this.threadCount = threadCount;
        this.progress = progress;
    }

    /** Smile spreads the trees of a forest over the pool it is called in, so that these threads are all there are. */
    <T> List<T> run(List<Callable<T>> tasks) {
        try (ForkJoinPool pool = new ForkJoinPool(threadCount)) {
            AtomicInteger doneCount = new AtomicInteger();
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> task : tasks) {
                futures.add(pool.submit(() -> {
                    T result = task.call();
                    progress.done(doneCount.incrementAndGet(), tasks.size());
                    return result;
                }));
            }
            return futures.stream().map(TaskPool::result).toList();
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while fitting", interrupted);
        }
    }
}
