package org.stepcast.sampler.backend.cuda;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.stepcast.core.operator.Attention;
import org.stepcast.core.operator.Pass;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.backend.cuda.AttentionGraph.Place;
import org.stepcast.sampler.backend.cuda.CudnnGraph.Data;

/** Flash attention by cuDNN, forward and backward. */
final class FusedAttention implements AutoCloseable {

    /** Before 9.6 the caller has to clear the sums of dq. Source: cudnn-frontend, sdpa backward. */
    private static final int CLEARS_SUMS = 90_600;

    /** Up to 9.15 lengths that 128 does not divide are computed wrong backward. Source: as above. */
    private static final int TAKES_ANY_LENGTH = 91_501;

    private static final int LENGTH_STEP = 128;

    private final OptionalLibraries libraries;
    private final Map<Pass, CudnnPlan> plans = new HashMap<>();
    private Optional<Planned> planned = Optional.empty();
    private Optional<Long> handle = Optional.empty();

    /** What the plans are for: making one may take longer than all its runs, and a shape is built several times. */
    private record Planned(Attention shape, Data data) {}

    FusedAttention(OptionalLibraries libraries) {
        this.libraries = libraries;
    }

    /** Adds one pass; routines of other shapes cannot be run any more. */
    void add(RoutineBuilder builder, Attention shape, Pass pass) throws Refusal {
        Planned wanted = new Planned(shape, data(builder.type()));
        if (!planned.equals(Optional.of(wanted))) {
            close();
            planned = Optional.of(wanted);
        }
        boolean isForward = pass == Pass.FORWARD;
        int version = library().call("cudnnGetVersion");
        if (!isForward && version < TAKES_ANY_LENGTH && shape.sequenceTokens() % LENGTH_STEP != 0) {
            throw new Refusal(
                    Refusal.Kind.UNSUPPORTED,
                    "cuDNN " + version + " is wrong for lengths that are no multiple of " + LENGTH_STEP);
        }
        long queries = shape.batchCount() * shape.sequenceTokens() * shape.queryHeadCount() * shape.headSize();
        long keys = shape.batchCount() * shape.sequenceTokens() * shape.keyValueHeadCount() * shape.headSize();
        long rows = shape.batchCount() * shape.sequenceTokens() * shape.queryHeadCount();
        Map<Place, Operand> operands = new EnumMap<>(Place.class);
        operands.put(Place.Q, builder.random("q", queries));
        operands.put(Place.K, builder.random("k", keys));
        operands.put(Place.V, builder.random("v", keys));
        operands.put(Place.O, isForward ? builder.result("o", queries) : builder.scratch(builder.type(), queries));
        operands.put(Place.STATISTICS, builder.scratch(ElementType.FP32, rows));
        if (isForward) {
            addRun(builder, Pass.FORWARD, operands);
            return;
        }
        builder.setUp(() -> addRun(builder, Pass.FORWARD, operands));
        operands.put(Place.GRADIENT, builder.random("gradient", queries));
        operands.put(Place.DQ, builder.result("dq", queries));
        operands.put(Place.DK, builder.result("dk", keys));
        operands.put(Place.DV, builder.result("dv", keys));
        operands.put(Place.ROW_SUMS, builder.scratch(ElementType.FP32, rows));
        Operand sums = builder.scratch(ElementType.FP32, queries);
        operands.put(Place.DQ_SUM, sums);
        if (version < CLEARS_SUMS) {
            builder.add(() -> builder.driver().fill(sums.address(), 0, sums.sizeBytes()));
        }
        addRun(builder, Pass.BACKWARD, operands);
    }

    private void addRun(RoutineBuilder builder, Pass pass, Map<Place, Operand> operands) throws Refusal {
        CudnnPlan plan = plan(builder.driver(), pass);
        Operand workspace = builder.scratch(ElementType.BYTE, Math.max(1, plan.workspaceBytes()));
        builder.add(plan.step(operands, workspace.address()));
    }

    private CudnnPlan plan(CudaDriver driver, Pass pass) throws Refusal {
        CudnnPlan known = plans.get(pass);
        if (known != null) {
            return known;
        }
        CudnnDescriptors descriptors = new CudnnDescriptors(library());
        try {
            CudnnGraph graph = new CudnnGraph(descriptors, handle(driver));
            Planned target = planned.orElseThrow();
            AttentionGraph attention = new AttentionGraph(graph, target.shape(), target.data());
            if (pass == Pass.FORWARD) {
                attention.addForward();
            } else {
                attention.addBackward();
            }
            CudnnPlan plan = graph.plan();
            plans.put(pass, plan);
            return plan;
        } catch (Refusal refusal) {
            descriptors.close();
            throw refusal;
        }
    }

    private static Data data(ElementType type) throws Refusal {
        return switch (type) {
            case FP16 -> Data.FP16;
            case BF16 -> Data.BF16;
            default -> throw new Refusal(Refusal.Kind.UNSUPPORTED, "fused attention is for fp16 and bf16");
        };
    }

    private NativeLibrary library() throws Refusal {
        // cuDNN loads this one by its bare name: opened first, it is found wherever it lies.
        libraries.open(CudaLibrary.CUBLAS_LT);
        return libraries.open(CudaLibrary.CUDNN);
    }

    private long handle(CudaDriver driver) throws Refusal {
        if (handle.isEmpty()) {
            NativeLibrary library = library();
            int[] status = new int[1];
            long created = Native.longFrom(place -> status[0] = library.call("cudnnCreate", place));
            if (status[0] == 0) {
                status[0] = library.call("cudnnSetStream", created, driver.stream());
            }
            if (status[0] != 0) {
                throw new Refusal(Refusal.Kind.FAILED, "cudnnCreate: cuDNN status " + status[0]);
            }
            handle = Optional.of(created);
        }
        return handle.get();
    }

    @Override
    public void close() {
        plans.values().forEach(CudnnPlan::close);
        plans.clear();
    }
}
