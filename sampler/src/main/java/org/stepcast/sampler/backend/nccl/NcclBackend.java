package org.stepcast.sampler.backend.nccl;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.operator.Collective;
import org.stepcast.core.operator.CollectiveKind;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.backend.CollectiveBackend;
import org.stepcast.sampler.backend.DeviceFacts;
import org.stepcast.sampler.backend.Meeting;
import org.stepcast.sampler.backend.PreparedCollective;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.backend.cuda.CudaDriver;
import org.stepcast.sampler.backend.cuda.CudaLibrary;
import org.stepcast.sampler.backend.cuda.LibraryFinder;
import org.stepcast.sampler.backend.cuda.NativeLibrary;

/** NCCL between GPUs, one to a rank, on one node or many. */
public final class NcclBackend implements CollectiveBackend {

    private static final String VARIABLE_PREFIX = "NCCL_";

    private final RankGpu gpu;
    private final Placement placement;
    private final DeviceFacts facts;

    private NcclBackend(RankGpu gpu, Placement placement, DeviceFacts facts) {
        this.gpu = gpu;
        this.placement = placement;
        this.facts = facts;
    }

    /**
     * Connects the ranks of a meeting; all call it together.
     *
     * @param localRank among the ranks of the node: it picks the GPU of those that are visible
     * @param variables of the environment: those of NCCL are noted
     * @param patience how long a rank waits for another in a collective
     * @throws org.stepcast.core.error.UserException if there is no GPU or NCCL, two ranks share a GPU, or NCCL fails
     */
    public static NcclBackend connect(
            LibraryFinder finder,
            Meeting meeting,
            int localRank,
            Placement placement,
            Map<String, String> variables,
            Duration patience) {
        NativeLibrary driverLibrary = finder.open(CudaLibrary.DRIVER);
        int visible = CudaDriver.deviceCount(driverLibrary);
        NativeLibrary library = finder.open(CudaLibrary.NCCL);
        CudaDriver driver = CudaDriver.open(driverLibrary, localRank % visible);
        requireGpuEach(meeting, driver);
        Nccl nccl = Nccl.connect(library, meeting, driver.stream());
        Map<String, String> environment = new TreeMap<>();
        variables.forEach((name, value) -> {
            if (name.startsWith(VARIABLE_PREFIX)) {
                environment.put(name, value);
            }
        });
        environment.put("collectives", "nccl " + placement.name().toLowerCase(Locale.ROOT));
        environment.put("library", Nccl.version(library));
        DeviceFacts facts =
                new DeviceFacts(DeviceFacts.plain(driver.deviceName()), driver.freeMemoryBytes(), environment);
        return new NcclBackend(RankGpu.of(driver, nccl, meeting, patience), placement, facts);
    }

    private static void requireGpuEach(Meeting meeting, CudaDriver driver) {
        String mine = driver.busId() + " of " + meeting.localAddress().getHostAddress();
        List<String> all = meeting.exchange("the GPUs", mine);
        int first = all.indexOf(mine);
        int last = all.lastIndexOf(mine);
        if (first != last) {
            throw new BadInputException("ranks " + first + " and " + last + " are both on GPU " + mine
                    + "; NCCL needs one for each.\n  Start as many ranks on each node as it has GPUs.");
        }
    }

    @Override
    public String name() {
        return "nccl";
    }

    @Override
    public DeviceFacts device() {
        return facts;
    }

    @Override
    public int rank() {
        return gpu.rank();
    }

    @Override
    public int rankCount() {
        return gpu.rankCount();
    }

    @Override
    public PreparedCollective prepare(Collective collective, Precision precision) throws Refusal {
        long rankCount = collective.group().rankCount();
        if (rankCount != rankCount()) {
            throw new IllegalArgumentException("a collective of " + rankCount + " ranks among " + rankCount());
        }
        CollectiveKind kind = collective.kind();
        if (rankCount == 1 && kind != CollectiveKind.ALL_TO_ALL && kind != CollectiveKind.SEND_RECEIVE) {
            throw new Refusal(
                    Refusal.Kind.UNSUPPORTED, "one GPU has no other to exchange with: start a rank for each GPU");
        }
        int type = Nccl.type(precision);
        long elementCount = (long) (collective.messageBytes() / precision.byteCount());
        if (elementCount < 1 || (Buffers.isDivided(kind) && elementCount % rankCount != 0)) {
            throw new Refusal(
                    Refusal.Kind.UNSUPPORTED,
                    elementCount + " elements are no equal parts for " + rankCount + " ranks");
        }
        return NcclCollective.prepare(gpu, Buffers.allocate(gpu, kind, elementCount, precision, placement), type);
    }

    @Override
    public void barrier() throws Refusal {
        gpu.pulse();
        gpu.await();
    }

    @Override
    public void close() {
        gpu.close();
    }
}
