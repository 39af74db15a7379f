package org.stepcast.sampler.backend.gloo;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.CollectiveKind;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.backend.CollectiveBackend;
import org.stepcast.sampler.backend.DeviceFacts;
import org.stepcast.sampler.backend.Meeting;
import org.stepcast.sampler.backend.PreparedCollective;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.backend.Refusal.Kind;

/** Gloo between the processors of the ranks, as PyTorch calls it. */
public final class GlooBackend implements CollectiveBackend {

    private final GlooGroup group;
    private final DeviceFacts facts;

    private GlooBackend(GlooGroup group, DeviceFacts facts) {
        this.group = group;
        this.facts = facts;
    }

    /**
     * Connects the ranks of a meeting; all call it together.
     *
     * @param processor what this rank runs on
     * @param patience how long a rank waits for another, here and in a collective
     */
    public static GlooBackend connect(Meeting meeting, DeviceFacts processor, Duration patience) {
        GlooGroup group = GlooGroup.connect(meeting, patience);
        Map<String, String> environment = new TreeMap<>(processor.environment());
        environment.put("collectives", "gloo over tcp");
        environment.put("library", "org.bytedeco:pytorch " + libraryVersion());
        return new GlooBackend(group, new DeviceFacts(processor.name(), processor.memoryBytes(), environment));
    }

    @Override
    public String name() {
        return "gloo";
    }

    @Override
    public DeviceFacts device() {
        return facts;
    }

    @Override
    public int rank() {
        return group.rank();
    }

    @Override
    public int rankCount() {
        return group.rankCount();
    }

    @Override
    public void requireSupported(Precision precision) throws Refusal {
        type(precision);
    }

    @Override
    public PreparedCollective prepare(Collective collective, Precision precision) throws Refusal {
        ScalarType type = type(precision);
        long elementCount = elementCount(collective, precision);
        requireMemory(collective, precision, elementCount);
        try {
            return new GlooCollective(group, new Transfer(collective.kind(), elementCount, group, type));
        } catch (RuntimeException failed) {
            throw new Refusal(Kind.OUT_OF_MEMORY, GlooGroup.firstLine(failed));
        }
    }

    @Override
    public void barrier() throws Refusal {
        group.barrier();
    }

    @Override
    public void close() {
        group.close();
    }

    private static String libraryVersion() {
        return Optional.ofNullable(ProcessGroupGloo.class.getPackage().getImplementationVersion())
                .orElse("of unknown version");
    }

    private static ScalarType type(Precision precision) throws Refusal {
        return switch (precision) {
            case FP32 -> ScalarType.Float;
            case FP16 -> ScalarType.Half;
            case BF16 -> ScalarType.BFloat16;
            case TF32, FP8 ->
                throw new Refusal(
                        Kind.UNSUPPORTED, "Gloo cannot add " + precision.label() + "; it takes fp32, fp16 and bf16");
        };
    }

    private long elementCount(Collective collective, Precision precision) throws Refusal {
        long rankCount = collective.group().rankCount();
        if (rankCount != group.rankCount()) {
            throw new IllegalArgumentException("a collective of " + rankCount + " ranks among " + group.rankCount());
        }
        long elementCount = (long) (collective.messageBytes() / precision.byteCount());
        CollectiveKind kind = collective.kind();
        if (elementCount < 1 || (Transfer.isDivided(kind) && elementCount % rankCount != 0)) {
            throw new Refusal(
                    Kind.UNSUPPORTED, elementCount + " elements are no equal parts for " + rankCount + " ranks");
        }
        return elementCount;
    }

    private void requireMemory(Collective collective, Precision precision, long elementCount) throws Refusal {
        long rankCount = collective.group().rankCount();
        double nodeBytes = Transfer.elementCount(collective.kind(), elementCount, rankCount)
                * precision.byteCount()
                * collective.group().ranksPerNodeCount();
        if (nodeBytes > facts.memoryBytes()) {
            throw new Refusal(
                    Kind.OUT_OF_MEMORY,
                    String.format(
                            Locale.ROOT,
                            "the buffers of a node's ranks take %.1f GB, %.1f GB are free",
                            nodeBytes / 1e9,
                            facts.memoryBytes() / 1e9));
        }
    }
}
