package org.stepcast.sampler.backend.cuda;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.sampler.backend.PreparedKernel;
import org.stepcast.sampler.backend.Refusal;

/**
 * A routine as it is timed. One long enough is timed by itself. A short one is repeated by a replayed graph, since events
 * are not fine enough and starting a kernel from here takes longer than it runs; the repeats go round sets of operands so
 * large together that none is still in the cache when its turn comes.
 */
final class RepeatedRoutine implements PreparedKernel {

    /** What is timed at once is at least about so long: events resolve half a microsecond. */
    private static final double LEAST_MICROS = 200;

    private static final int MOST_REPEATS = 32;

    /** Makes a routine with operands of its own. */
    @FunctionalInterface
    interface Maker {
        Routine make() throws Refusal;
    }

    private final Stopwatch stopwatch;
    private final List<Routine> sets = new ArrayList<>();
    private int repeats = 1;
    private long graph;

    private RepeatedRoutine(Stopwatch stopwatch) {
        this.stopwatch = stopwatch;
    }

    static RepeatedRoutine prepare(Stopwatch stopwatch, Maker maker) throws Refusal {
        RepeatedRoutine repeated = new RepeatedRoutine(stopwatch);
        try {
            repeated.choose(maker);
            return repeated;
        } catch (Refusal | RuntimeException failure) {
            repeated.close();
            throw failure;
        }
    }

    private void choose(Maker maker) throws Refusal {
        Routine first = maker.make();
        sets.add(first);
        first.enqueue();
        double micros = stopwatch.micros(first::enqueue);
        repeats = (int) Math.clamp(Math.ceil(LEAST_MICROS / Math.max(micros, 1)), 1, MOST_REPEATS);
        if (repeats == 1) {
            return;
        }
        long beyondCache = 2 * stopwatch.cacheBytes() / first.footprintBytes() + 1;
        while (sets.size() < Math.min(repeats, beyondCache)) {
            Routine next = maker.make();
            sets.add(next);
            next.enqueue();
        }
        stopwatch.driver().synchronize();
        stopwatch.driver().beginCapture();
        enqueueAll();
        graph = stopwatch.driver().endCapture();
    }

    private void enqueueAll() throws Refusal {
        for (int i = 0; i < repeats; i++) {
            sets.get(i % sets.size()).enqueue();
        }
    }

    @Override
    public double runMicros() throws Refusal {
        Step work = graph == 0 ? this::enqueueAll : () -> stopwatch.driver().launchGraph(graph);
        return stopwatch.micros(work) / repeats;
    }

    @Override
    public void close() {
        if (graph != 0) {
            stopwatch.driver().destroyGraph(graph);
        }
        sets.forEach(Routine::close);
        sets.clear();
    }
}
