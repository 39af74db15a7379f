package org.stepcast.sampler.backend.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
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

    /** Long enough for clocks to be read meanwhile, short enough for thousands of shapes. */
    private static final double CONDITIONS_MICROS = 4_000;

    private static final int MOST_FOR_CONDITIONS = 128;

    /** Makes a routine with operands of its own. */
    @FunctionalInterface
    interface Maker {
        Routine make() throws Refusal;
    }

    private final Stopwatch stopwatch;
    private final List<Routine> sets = new ArrayList<>();
    private int repeats = 1;
    private double singleMicros;
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
        singleMicros = Math.max(stopwatch.micros(first::enqueue), 1);
        repeats = Math.clamp((long) Math.ceil(LEAST_MICROS / singleMicros), 1, MOST_REPEATS);
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
        return stopwatch.micros(work()) / repeats;
    }

    @Override
    public SortedMap<String, String> conditions() throws Refusal {
        double micros = singleMicros * repeats;
        int count = Math.clamp((long) Math.ceil(CONDITIONS_MICROS / micros), 1, MOST_FOR_CONDITIONS);
        return stopwatch.conditions(work(), count);
    }

    private Step work() {
        return graph == 0 ? this::enqueueAll : () -> stopwatch.driver().launchGraph(graph);
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
