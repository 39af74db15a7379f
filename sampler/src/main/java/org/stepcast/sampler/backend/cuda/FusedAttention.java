package org.stepcast.sampler.backend.cuda;

import java.util.Optional;
import org.stepcast.core.operator.Attention;
import org.stepcast.core.operator.Pass;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.backend.cuda.AttentionGraph.Gradients;
import org.stepcast.sampler.backend.cuda.CudnnGraph.Data;

/** Flash attention by cuDNN, forward and backward. */
final class FusedAttention {

    private final OptionalLibraries libraries;
    private Optional<Long> handle = Optional.empty();

    FusedAttention(OptionalLibraries libraries) {
        this.libraries = libraries;
    }

    void add(RoutineBuilder builder, Attention shape, Pass pass) throws Refusal {
        Data data = switch (builder.type()) {
            case FP16 -> Data.FP16;
            case BF16 -> Data.BF16;
            default -> throw new Refusal(Refusal.Kind.UNSUPPORTED, "fused attention is for fp16 and bf16");
        };
        long queries = shape.batchCount() * shape.sequenceTokens() * shape.queryHeadCount() * shape.headSize();
        long keys = shape.batchCount() * shape.sequenceTokens() * shape.keyValueHeadCount() * shape.headSize();
        long rows = shape.batchCount() * shape.sequenceTokens() * shape.queryHeadCount();
        Operand q = builder.random("q", queries);
        Operand k = builder.random("k", keys);
        Operand v = builder.random("v", keys);
        Operand statistics = builder.scratch(ElementType.FP32, rows);
        boolean isForward = pass == Pass.FORWARD;
        Operand o = isForward ? builder.result("o", queries) : builder.scratch(builder.type(), queries);
        CudnnGraph forward = graph(builder);
        new AttentionGraph(forward, shape, data)
                .addForward(q.address(), k.address(), v.address(), o.address(), statistics.address());
        if (isForward) {
            addPlan(builder, forward);
            return;
        }
        builder.setUp(() -> addPlan(builder, forward));
        Operand gradient = builder.random("gradient", queries);
        Gradients out = new Gradients(
                builder.result("dq", queries).address(),
                builder.result("dk", keys).address(),
                builder.result("dv", keys).address(),
                builder.scratch(ElementType.FP32, rows).address(),
                builder.scratch(ElementType.FP32, queries).address());
        CudnnGraph backward = graph(builder);
        new AttentionGraph(backward, shape, data)
                .addBackward(
                        q.address(),
                        k.address(),
                        v.address(),
                        o.address(),
                        gradient.address(),
                        statistics.address(),
                        out);
        addPlan(builder, backward);
    }

    private static void addPlan(RoutineBuilder builder, CudnnGraph graph) throws Refusal {
        CudnnPlan plan = graph.plan();
        Operand workspace = builder.scratch(ElementType.BYTE, Math.max(1, plan.workspaceBytes()));
        builder.add(plan.step(builder.arena(), workspace.address()));
    }

    private CudnnGraph graph(RoutineBuilder builder) throws Refusal {
        // cuDNN loads this one by its bare name: opened first, it is found wherever it lies.
        libraries.open(CudaLibrary.CUBLAS_LT);
        NativeLibrary library = libraries.open(CudaLibrary.CUDNN);
        if (handle.isEmpty()) {
            int[] status = new int[1];
            long created = Native.longFrom(place -> status[0] = library.call("cudnnCreate", place));
            status[0] |= library.call("cudnnSetStream", created, builder.driver().stream());
            if (status[0] != 0) {
                throw new Refusal(Refusal.Kind.FAILED, "cudnnCreate: cuDNN status " + status[0]);
            }
            handle = Optional.of(created);
        }
        return new CudnnGraph(library, handle.get(), builder.arena());
    }
}
