package org.stepcast.sampler.app;

import java.time.Duration;
import org.stepcast.core.error.BadInputException;
import org.stepcast.core.error.NotCoveredException;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.backend.GradientReducer;
import org.stepcast.sampler.backend.KernelBackend;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.backend.TrainingBackend;
import org.stepcast.sampler.backend.cuda.CudaKernelBackend;
import org.stepcast.sampler.backend.cuda.LibraryFinder;
import org.stepcast.sampler.backend.djl.DjlBackend;
import org.stepcast.sampler.backend.djl.DjlTrainingBackend;
import org.stepcast.sampler.backend.gloo.GlooBridge;
import org.stepcast.sampler.cli.Backends;
import org.stepcast.sampler.launch.Rendezvous;
import org.stepcast.sampler.measure.DeviceFigures;
import org.stepcast.sampler.measure.DeviceProbe;

/** The backends of this machine. */
final class LocalBackends implements Backends {

    @Override
    public KernelBackend open(String name, int threadCount) {
        return switch (name) {
            case "djl" -> openDjl(threadCount);
            case "cuda" -> CudaKernelBackend.open(LibraryFinder.of(System.getenv()), 0);
            default -> throw new BadInputException("--backend (" + name + ") must be djl or cuda.");
        };
    }

    /** The bundle for GPU nodes leaves PyTorch out. */
    private static KernelBackend openDjl(int threadCount) {
        try {
            return DjlBackend.onProcessor(threadCount);
        } catch (NoClassDefFoundError leftOut) {
            throw new BadInputException("--backend (djl) must be cuda: PyTorch is not part of this bundle.");
        }
    }

    @Override
    public TrainingBackend training(int threadCount) {
        return DjlTrainingBackend.onProcessor(threadCount);
    }

    /** DJL and Gloo bring one libtorch each, which one process cannot hold. */
    @Override
    public GradientReducer reducer(Rendezvous ranks, int valueCount, Duration patience) {
        return GlooBridge.start(new RankMeeting(ranks), valueCount, patience);
    }

    @Override
    public DeviceFigures figures(int threadCount, Precision precision) {
        try (KernelBackend backend = DjlBackend.onProcessor(threadCount)) {
            return new DeviceProbe(backend, precision).figures();
        } catch (Refusal refusal) {
            throw new NotCoveredException(
                    "this machine cannot be measured in " + precision.label() + ": " + refusal.text() + ".");
        }
    }
}
