package org.stepcast.sampler.backend.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.stepcast.core.error.NotCoveredException;

/** CUDA's runtime compiler. */
final class Nvrtc implements KernelCompiler {

    private final NativeLibrary library;
    private final String architecture;

    /** @param architecture the machine code to make, such as {@code sm_90} */
    Nvrtc(NativeLibrary library, String architecture) {
        this.library = library;
        this.architecture = architecture;
    }

    @Override
    public byte[] compile(String name, String source, List<String> definitions) {
        try (Arena arena = Arena.ofConfined()) {
            long program = Native.longFrom(place -> must(
                    "nvrtcCreateProgram",
                    place,
                    arena.allocateFrom(source),
                    arena.allocateFrom(name),
                    0,
                    MemorySegment.NULL,
                    MemorySegment.NULL));
            List<String> options = new ArrayList<>(List.of("--gpu-architecture=" + architecture, "--std=c++17"));
            definitions.forEach(definition -> options.add("--define-macro=" + definition));
            int status = library.call("nvrtcCompileProgram", program, options.size(), texts(arena, options));
            if (status != 0) {
                throw new IllegalStateException(
                        name + " for " + architecture + " does not compile (" + status + "):\n" + log(program));
            }
            long byteCount = Native.longFrom(place -> must("nvrtcGetCUBINSize", program, place));
            MemorySegment image = arena.allocate(byteCount);
            must("nvrtcGetCUBIN", program, image);
            must("nvrtcDestroyProgram", arena.allocateFrom(ValueLayout.JAVA_LONG, program));
            return image.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /** Version of the compiler: {@code 13.0}. */
    static String version(NativeLibrary library) {
        long both = Native.longFrom(
                place -> library.call("nvrtcVersion", place, place.asSlice(ValueLayout.JAVA_INT.byteSize())));
        return (int) both + "." + (int) (both >> 32);
    }

    /**
     * Refuses a GPU that the compiler does not know: one newer than it, or one that CUDA has left behind.
     *
     * @throws NotCoveredException naming what the compiler knows
     */
    static void requireKnown(NativeLibrary library, String architecture) {
        List<String> known = architectures(library);
        if (!known.contains(architecture)) {
            throw new NotCoveredException("NVRTC " + version(library) + " makes no code for this GPU (" + architecture
                    + "), only for " + String.join(", ", known)
                    + "; name the folder of a CUDA that does in STEPCAST_LIBRARY_PATH (sm_70: CUDA 12)");
        }
    }

    /** What the compiler makes machine code for: {@code sm_75}, {@code sm_80}, and so on. */
    static List<String> architectures(NativeLibrary library) {
        int count = Native.intFrom(place -> library.call("nvrtcGetNumSupportedArchs", place));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment numbers = arena.allocate(ValueLayout.JAVA_INT, count);
            library.call("nvrtcGetSupportedArchs", numbers);
            return Arrays.stream(numbers.toArray(ValueLayout.JAVA_INT))
                    .mapToObj(number -> "sm_" + number)
                    .toList();
        }
    }

    private String log(long program) {
        long byteCount = Native.longFrom(place -> must("nvrtcGetProgramLogSize", program, place));
        return Native.textFrom(Math.toIntExact(byteCount), place -> must("nvrtcGetProgramLog", program, place));
    }

    private static MemorySegment texts(Arena arena, List<String> texts) {
        MemorySegment pointers = arena.allocate(ValueLayout.ADDRESS, texts.size());
        for (int i = 0; i < texts.size(); i++) {
            pointers.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(texts.get(i)));
        }
        return pointers;
    }

    private void must(String function, Object... arguments) {
        int status = library.call(function, arguments);
        if (status != 0) {
            throw new IllegalStateException(function + ": status " + status);
        }
    }
}
