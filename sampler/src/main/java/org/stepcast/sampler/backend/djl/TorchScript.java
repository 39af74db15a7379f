package org.stepcast.sampler.backend.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript module without parameters, made from its source text alone: the archive that PyTorch would save is so small
 * that it is written here. Layout: an uncompressed ZIP file with code, a pickled object of the class and a version. Source:
 * PyTorch, torch/csrc/jit/docs/serialization.md.
 */
final class TorchScript implements AutoCloseable {

    private static final String METHOD = "module_method:";

    private final PtSymbolBlock module;
    private final NDManager manager;

    private TorchScript(PtSymbolBlock module, NDManager manager) {
        this.module = module;
        this.manager = manager;
    }

    /** The module whose class {@code className} is in the resource {@code file} beside this class. */
    static TorchScript load(String file, String className, Device device) {
        NDManager manager = NDManager.newBaseManager(device);
        try {
            byte[] archive = archive(source(file), className);
            PtSymbolBlock module =
                    JniUtils.loadModule((PtNDManager) manager, new ByteArrayInputStream(archive), false, false);
            // Operators run one by one, as in eager mode, rather than fused by a profile of their first runs.
            JniUtils.setGraphExecutorOptimize(false);
            return new TorchScript(module, manager);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The arguments of a call of {@code method}, prepared apart so that it is not timed; results will live in {@code scope}. */
    static NDList call(NDManager scope, String method, NDList arguments) {
        NDList call = new NDList();
        NDArray name = scope.create(0f);
        name.setName(METHOD + method);
        call.add(name);
        call.addAll(arguments);
        return call;
    }

    /** Runs a call, recording gradients for the arguments that ask for them. */
    NDList run(NDList call) {
        return IValueUtils.forward(module, call, true);
    }

    @Override
    public void close() {
        module.close();
        manager.close();
    }

    private static byte[] source(String file) throws IOException {
        try (InputStream resource = TorchScript.class.getResourceAsStream(file)) {
            if (resource == null) {
                throw new IllegalStateException(file + " is missing from the jar");
            }
            return resource.readAllBytes();
        }
    }

    private static byte[] archive(byte[] source, String className) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            add(zip, "data.pkl", pickledObject(className));
            add(zip, "code/__torch__.py", source);
            add(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'}); // an empty tuple
            add(zip, "version", ascii("3\n"));
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry("module/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /** An object of the class with the one attribute {@code training = True}, in pickle protocol 2. */
    private static byte[] pickledObject(String className) throws IOException {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.write(new byte[] {(byte) 0x80, 2});
        pickle.write(ascii("c__torch__\n" + className + "\n")); // the class
        pickle.write(ascii(")")); // no arguments
        pickle.write(0x81); // a new object of it
        pickle.write(ascii("}(X")); // a dictionary, and its first key
        byte[] key = ascii("training");
        pickle.write(new byte[] {(byte) key.length, 0, 0, 0});
        pickle.write(key);
        pickle.write(0x88); // true
        pickle.write(ascii("ub.")); // set the items, set the state, end
        return pickle.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
