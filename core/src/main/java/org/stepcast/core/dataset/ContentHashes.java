package org.stepcast.core.dataset;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Hashes the sample files of each cluster, wherever the cluster's folder lies. */
final class ContentHashes {

    private final Map<String, MessageDigest> digests = new TreeMap<>();

    /** Adds a file; the order of files matters. */
    void add(String clusterName, Path file, byte[] bytes) {
        MessageDigest digest = digests.computeIfAbsent(clusterName, name -> sha256());
        digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }

    /** SHA-256 of each cluster's files, in hexadecimal. */
    Map<String, String> hashes() {
        Map<String, String> hashes = new TreeMap<>();
        digests.forEach((name, digest) -> hashes.put(name, HexFormat.of().formatHex(digest.digest())));
        return hashes;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
