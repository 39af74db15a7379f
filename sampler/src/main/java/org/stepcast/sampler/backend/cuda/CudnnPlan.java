package org.stepcast.sampler.backend.cuda;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.stepcast.sampler.backend.Refusal;

/**
 * A fused graph ready to run.
 *
 * @param workspaceBytes scratch memory that it needs
 * @param ids of the tensors that have addresses
 */
record CudnnPlan(
        NativeLibrary library,
        long handle,
        long planHandle,
        long workspaceBytes,
        List<Long> ids,
        List<Long> addresses) {

    /** The type of its descriptor. */
    static final int PLAN = 5;

    private static final int VARIANT_PACK = 16;
    private static final int OF_INT64 = 3;
    private static final int OF_POINTER = 6;

    CudnnPlan {
        ids = List.copyOf(ids);
        addresses = List.copyOf(addresses);
    }

    /** The step that runs it. */
    Step step(Arena arena, long workspace) throws Refusal {
        MemorySegment place = arena.allocate(JAVA_LONG);
        check(library.call("cudnnBackendCreateDescriptor", VARIANT_PACK, place));
        long pack = place.get(JAVA_LONG, 0);
        set(arena, pack, 1000, OF_INT64, ids);
        set(arena, pack, 1001, OF_POINTER, addresses);
        set(arena, pack, 1003, OF_POINTER, List.of(workspace));
        check(library.call("cudnnBackendFinalize", pack));
        return () -> check(library.call("cudnnBackendExecute", handle, planHandle, pack));
    }

    private void set(Arena arena, long pack, int attribute, int type, List<Long> values) throws Refusal {
        MemorySegment array = arena.allocateFrom(
                JAVA_LONG, values.stream().mapToLong(Long::longValue).toArray());
        check(library.call("cudnnBackendSetAttribute", pack, attribute, type, (long) values.size(), array));
    }

    private static void check(int status) throws Refusal {
        if (status != 0) {
            throw new Refusal(Refusal.Kind.FAILED, "running attention: cuDNN status " + status);
        }
    }
}
