package org.stepcast.estimator.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C as a wish to stop: the process ends with code 130, but not before what was found is printed. */
final class Interruption implements AutoCloseable {

    private static final long MOST_SECONDS = 30;

    private final CountDownLatch printed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::await, "interruption");
    private volatile boolean wished;

    Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    boolean isWished() {
        return wished;
    }

    private void await() {
        wished = true;
        try {
            if (!printed.await(MOST_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All is printed: the process may end. */
    @Override
    public void close() {
        printed.countDown();
        if (!wished) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException endingAlready) {
                wished = true;
            }
        }
    }
}
