package org.stepcast.sampler.backend.gloo;

import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Work;
import org.stepcast.sampler.backend.PreparedCollective;
import org.stepcast.sampler.backend.Refusal;

/** One collective over Gloo. */
final class GlooCollective implements PreparedCollective {

    private final GlooGroup group;
    private final Transfer transfer;
    private final Optional<Supplier<Work>> call;

    GlooCollective(GlooGroup group, Transfer transfer) {
        this.group = group;
        this.transfer = transfer;
        transfer.fill();
        this.call = transfer.call(group.processes());
    }

    /** The ranks start together, as far as a barrier can tell; one that a message passes by takes no time. */
    @Override
    public double runMicros() throws Refusal {
        group.barrier();
        if (call.isEmpty()) {
            return 0;
        }
        long startNanos = System.nanoTime();
        group.await(call.get());
        return (System.nanoTime() - startNanos) / 1e3;
    }

    @Override
    public boolean isRight() throws Refusal {
        transfer.fill();
        runMicros();
        return transfer.isRight();
    }

    @Override
    public void close() {
        transfer.close();
    }
}
