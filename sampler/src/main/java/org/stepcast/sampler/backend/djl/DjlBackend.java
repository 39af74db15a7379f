package org.stepcast.sampler.backend.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.stepcast.core.operator.Embedding;
import org.stepcast.core.operator.ExpertLayer;
import org.stepcast.core.operator.ExpertLayer.Routing;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.OptimizerStep;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;
import org.stepcast.core.operator.Work;
import org.stepcast.sampler.backend.DeviceFacts;
import org.stepcast.sampler.backend.HostFacts;
import org.stepcast.sampler.backend.KernelBackend;
import org.stepcast.sampler.backend.KernelTask;
import org.stepcast.sampler.backend.PreparedKernel;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.backend.Refusal.Kind;

/** PyTorch through DJL. */
public final class DjlBackend implements KernelBackend {

    /** Copies of operands together exceed the caches of one core. */
    private static final double CACHE_BYTES = 32e6;

    private static final int MOST_COPIES = 16;
    /** Enough for the JVM to have compiled what leads to the call. */
    private static final int EMPTY_CALLS = 4000;

    private final DeviceFacts facts;
    private final TorchScript script;
    private final NDManager manager;
    private final Stopwatch stopwatch;

    private DjlBackend(Device device, DeviceFacts facts) {
        this.facts = facts;
        this.script = TorchScript.load("operators.py", "Operators", device);
        this.manager = NDManager.newBaseManager(device);
        Stopwatch raw = Stopwatch.raw(device.isGpu() ? DjlBackend::await : results -> {});
        this.stopwatch = raw.less(emptyCallMicros(raw));
    }

    /** On the processor, with so many threads. */
    public static DjlBackend onProcessor(int threadCount) {
        return new DjlBackend(Device.cpu(), processorFacts(threadCount));
    }

    /** Gives PyTorch that many threads, and says what they make up. */
    static DeviceFacts processorFacts(int threadCount) {
        Engine engine = Engine.getInstance();
        JniUtils.setNumThreads(threadCount);
        DeviceFacts host = HostFacts.processor(threadCount);
        return new DeviceFacts(host.name(), host.memoryBytes(), with(host, engine));
    }

    @Override
    public String name() {
        return "djl";
    }

    @Override
    public DeviceFacts device() {
        return facts;
    }

    @Override
    public void requireSupported(Precision precision) throws Refusal {
        type(precision);
    }

    @Override
    public PreparedKernel prepare(KernelTask task) throws Refusal {
        DataType type = type(task.precision());
        requireSupported(task.operator());
        NDManager operands = manager.newSubManager();
        try {
            return kernel(task, operands, type).timedBy(stopwatch);
        } catch (EngineException | IllegalArgumentException failed) {
            operands.close();
            throw EngineFailure.refusal(failed);
        }
    }

    @Override
    public void close() {
        manager.close();
        script.close();
    }

    private DjlKernel kernel(KernelTask task, NDManager operands, DataType type) {
        if (task.operator() instanceof OptimizerStep step) {
            AdamKernel.Moments moments =
                    task.name().endsWith("Stage_optimizer") ? AdamKernel.Moments.NEW : AdamKernel.Moments.KEPT;
            return new AdamKernel(script, operands, AdamKernel.call(step, moments, operands, type));
        }
        List<ScriptCall> copies = new ArrayList<>();
        for (int copy = 0; copy < copyCount(task); copy++) {
            copies.add(ScriptCall.of(task, operands, type));
        }
        return copies.getFirst().method().equals("cross_entropy")
                ? new CrossEntropyKernel(script, operands, copies, task.pass())
                : new GraphKernel(script, operands, copies, task.pass());
    }

    private static int copyCount(KernelTask task) {
        return (int) Math.clamp(Math.ceil(CACHE_BYTES / operandBytes(task)), 1, MOST_COPIES);
    }

    /** A table takes its room whole, though only some of its rows are read. */
    private static double operandBytes(KernelTask task) {
        Work work = task.operator().work(Pass.FORWARD, task.precision());
        return task.operator() instanceof Embedding table
                ? (double) task.precision().byteCount() * table.vocabularySize() * table.hiddenSize()
                : work.readBytes();
    }

    private static DataType type(Precision precision) throws Refusal {
        return switch (precision) {
            case FP32 -> DataType.FLOAT32;
            case FP16 -> DataType.FLOAT16;
            case BF16 -> throw new Refusal(Kind.UNSUPPORTED, "DJL ends the process when it makes a bf16 array");
            case TF32, FP8 ->
                throw new Refusal(Kind.UNSUPPORTED, precision.label() + " is no format of PyTorch on a CPU");
        };
    }

    private static void requireSupported(Operator operator) throws Refusal {
        if (operator instanceof ExpertLayer layer && layer.routing() != Routing.BALANCED) {
            throw new Refusal(Kind.UNSUPPORTED, "experts are sampled with balanced routing only");
        }
    }

    private double emptyCallMicros(Stopwatch raw) {
        NDList call = TorchScript.call(manager, "nothing", new NDList(manager.create(0f)));
        double[] times = new double[EMPTY_CALLS];
        for (int i = 0; i < times.length; i++) {
            times[i] = raw.rawMicros(() -> script.run(call));
        }
        return Arrays.stream(times).sorted().limit(EMPTY_CALLS / 2).average().orElseThrow();
    }

    /** CUDA works behind the caller's back; reading a number waits for it. */
    private static void await(NDList results) {
        try (NDArray first = results.head().flatten().get(0)) {
            first.toType(DataType.FLOAT32, false).getFloat();
        }
    }

    private static Map<String, String> with(DeviceFacts host, Engine engine) {
        Map<String, String> environment = new TreeMap<>(host.environment());
        environment.put("library", "PyTorch " + engine.getVersion() + " by DJL " + Engine.getDjlVersion());
        return environment;
    }
}
