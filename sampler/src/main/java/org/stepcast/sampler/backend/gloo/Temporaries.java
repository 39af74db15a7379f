package org.stepcast.sampler.backend.gloo;

import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/** Frees native objects that live for one piece of work only, at its end instead of at some garbage collection. */
final class Temporaries {

    private Temporaries() {}

    /** Does {@code work} and frees every native object that was made in it by this thread. */
    static <T> T free(Supplier<T> work) {
        PointerScope scope = new PointerScope();
        try {
            return work.get();
        } finally {
            scope.close();
        }
    }

    /** As {@link #free}, but the result lives on until it is closed. */
    static <T extends Pointer> T freeAllBut(Supplier<T> work) {
        return free(() -> {
            T result = work.get();
            result.retainReference();
            return result;
        });
    }
}
