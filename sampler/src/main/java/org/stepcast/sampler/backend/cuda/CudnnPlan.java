package org.stepcast.sampler.backend.cuda;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.backend.cuda.AttentionGraph.Place;
import org.stepcast.sampler.backend.cuda.CudnnDescriptors.ValueType;

/**
 * A fused graph ready to run, on any operands of its shape.
 *
 * @param workspaceBytes scratch memory that it needs
 * @param operands which operand each tensor is, by the number of the tensor
 * @param numbers the address, in this process, of each number
 */
record CudnnPlan(
        CudnnDescriptors descriptors,
        long handle,
        long planHandle,
        long workspaceBytes,
        Map<Long, Place> operands,
        Map<Long, Long> numbers)
        implements AutoCloseable {

    private static final int VARIANT_PACK = 16;

    CudnnPlan {
        operands = Map.copyOf(operands);
        numbers = Map.copyOf(numbers);
    }

    /**
     * The step that runs it; until the plan is closed.
     *
     * @param given an operand for each place
     * @param workspace address of scratch memory
     */
    Step step(Map<Place, Operand> given, long workspace) throws Refusal {
        Map<Long, Long> places = new LinkedHashMap<>(numbers);
        operands.forEach((tensor, place) ->
                places.put(tensor, Objects.requireNonNull(given.get(place)).address()));
        long pack = descriptors.create(VARIANT_PACK);
        descriptors.set(pack, 1000, ValueType.INT64, new ArrayList<>(places.keySet()));
        descriptors.set(pack, 1001, ValueType.POINTER, new ArrayList<>(places.values()));
        descriptors.set(pack, 1003, ValueType.POINTER, List.of(workspace));
        descriptors.finished(pack);
        return () -> {
            int status = descriptors.library().call("cudnnBackendExecute", handle, planHandle, pack);
            if (status != 0) {
                throw new Refusal(Refusal.Kind.FAILED, "running attention: cuDNN status " + status);
            }
        };
    }

    @Override
    public void close() {
        descriptors.close();
    }
}
