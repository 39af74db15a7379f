package org.stepcast.sampler.backend.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A C library whose functions return a status. Its functions are called by name, so that one program works with every
 * version of a library that has them. Handles and device addresses are passed as {@code Long}, enumerations as
 * {@code Integer}, memory of this process as {@link MemorySegment}.
 */
public final class NativeLibrary {

    /** A structure of bytes that a function takes by value. */
    public record Value(MemorySegment bytes) {}

    private final Path file;
    private final SymbolLookup symbols;
    private final Map<String, MethodHandle> functions = new HashMap<>();

    private NativeLibrary(Path file, SymbolLookup symbols) {
        this.file = file;
        this.symbols = symbols;
    }

    /**
     * Opens a library for as long as the process lives.
     *
     * @throws IllegalArgumentException if it cannot be opened, such as for want of a library that it needs
     */
    @SuppressWarnings("restricted") // Calling C is what this class is for.
    public static NativeLibrary open(Path file) {
        return new NativeLibrary(file, SymbolLookup.libraryLookup(file, Arena.global()));
    }

    public Path file() {
        return file;
    }

    public boolean has(String function) {
        return symbols.find(function).isPresent();
    }

    /** Calls {@code function} and gives its status. */
    public int call(String function, Object... arguments) {
        MethodHandle handle = functions.computeIfAbsent(function, name -> bind(name, arguments));
        try {
            return (int) handle.invokeExact(plain(arguments));
        } catch (Throwable impossible) {
            throw new IllegalStateException(function + " of " + file, impossible);
        }
    }

    private static Object[] plain(Object[] arguments) {
        return Arrays.stream(arguments)
                .map(argument -> argument instanceof Value value ? value.bytes() : argument)
                .toArray();
    }

    @SuppressWarnings("restricted") // As above: the descriptor is that of the C header.
    private MethodHandle bind(String function, Object[] arguments) {
        MemorySegment address = symbols.find(function)
                .orElseThrow(() -> new IllegalStateException(file + " has no function " + function));
        MemoryLayout[] layouts =
                Arrays.stream(arguments).map(NativeLibrary::layout).toArray(MemoryLayout[]::new);
        return Linker.nativeLinker()
                .downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_INT, layouts))
                .asSpreader(Object[].class, arguments.length)
                .asType(MethodType.methodType(int.class, Object[].class));
    }

    private static MemoryLayout layout(Object argument) {
        return switch (argument) {
            case Integer ignored -> ValueLayout.JAVA_INT;
            case Long ignored -> ValueLayout.JAVA_LONG;
            case Float ignored -> ValueLayout.JAVA_FLOAT;
            case MemorySegment ignored -> ValueLayout.ADDRESS;
            case Value value ->
                MemoryLayout.structLayout(
                        MemoryLayout.sequenceLayout(value.bytes().byteSize(), ValueLayout.JAVA_BYTE));
            default -> throw new IllegalArgumentException("no C type for " + argument.getClass());
        };
    }
}
