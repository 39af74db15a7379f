package org.stepcast.estimator.timing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A supplier that asks another one only once. */
final class Once<T> implements Supplier<T> {

    private final Supplier<T> source;
    private final List<T> answer = new ArrayList<>(1);

    Once(Supplier<T> source) {
        this.source = source;
    }

    @Override
    public synchronized T get() {
        if (answer.isEmpty()) {
            answer.add(source.get());
        }
        return answer.getFirst();
    }
}
