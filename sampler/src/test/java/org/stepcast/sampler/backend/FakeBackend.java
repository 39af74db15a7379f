package org.stepcast.sampler.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.operator.Work;

/** Every byte that an operator moves takes a nanosecond; chosen operators are refused. */
public final class FakeBackend implements KernelBackend {

    private final Predicate<Operator> refused;
    private final List<KernelTask> prepared = new ArrayList<>();

    public FakeBackend(Predicate<Operator> refused) {
        this.refused = refused;
    }

    /** What it was asked for, in order. */
    public List<KernelTask> prepared() {
        return prepared;
    }

    public static double micros(Operator operator, Pass pass, Precision precision) {
        Work work = operator.work(pass, precision);
        return work.movedBytes() / 1e3;
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public DeviceFacts device() {
        return new DeviceFacts("Fake-1t", Long.MAX_VALUE, Map.of("threads", "1"));
    }

    @Override
    public Map<String, String> measuredFacts() {
        return Map.of("launch_micros", "4.00");
    }

    @Override
    public void requireSupported(Precision precision) throws Refusal {
        if (precision == Precision.FP8) {
            throw new Refusal(Refusal.Kind.UNSUPPORTED, "fp8 is too small");
        }
    }

    @Override
    public PreparedKernel prepare(KernelTask task) throws Refusal {
        prepared.add(task);
        if (refused.test(task.operator())) {
            throw new Refusal(Refusal.Kind.OUT_OF_MEMORY, "no room for\n" + task.text());
        }
        return new PreparedKernel() {
            @Override
            public double runMicros() {
                return micros(task.operator(), task.pass(), task.precision());
            }

            @Override
            public SortedMap<String, String> conditions() {
                return new TreeMap<>(Map.of("celsius", "60", "pass", task.pass().label()));
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {}
}
