package org.stepcast.sampler.backend.djl;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.backend.DeviceFacts;
import org.stepcast.sampler.backend.PreparedTraining;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.backend.Refusal.Kind;
import org.stepcast.sampler.backend.TrainingBackend;

/** Trains models with PyTorch through DJL; the models are written in training.py. */
public final class DjlTrainingBackend implements TrainingBackend {

    private final DeviceFacts facts;
    private final TorchScript script;

    private DjlTrainingBackend(DeviceFacts facts) {
        this.facts = facts;
        this.script = TorchScript.load("training.py", "Training", Device.cpu());
    }

    /** On the processor, with so many threads. */
    public static DjlTrainingBackend onProcessor(int threadCount) {
        return new DjlTrainingBackend(DjlBackend.processorFacts(threadCount));
    }

    @Override
    public DeviceFacts device() {
        return facts;
    }

    @Override
    public PreparedTraining prepare(TrainingTask task) throws Refusal {
        if (task.precision() != Precision.FP32) {
            throw new Refusal(Kind.UNSUPPORTED, "DJL trains in fp32 only on a processor");
        }
        NDManager manager = NDManager.newBaseManager(Device.cpu());
        try {
            return new DjlTraining(script, manager, task);
        } catch (EngineException failed) {
            manager.close();
            throw EngineFailure.refusal(failed);
        }
    }

    @Override
    public void close() {
        script.close();
    }
}
