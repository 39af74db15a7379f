package org.stepcast.estimator.config;

/** A sound job in the named form, to be broken one key at a time. */
final class NamedJob {

    static final String TEXT = """
            model: {layers: 32, hidden_size: 4096, heads: 32, kv_heads: 8, vocabulary_size: 32000}
            cluster: {name: h100-sxm, gpu_count: 64}
            parallel: {tensor: 2, pipeline: 4, data: 8}
            batch: {sequence_length: 4096, micro: 1, global: 512}
            precision: bf16
            """;

    private NamedJob() {}

    static String with(String from, String to) {
        return BadInput.edit(TEXT, from, to);
    }

    static String plus(String line) {
        return TEXT + line + "\n";
    }

    /** The job with one part replaced, which makes one fault. */
    static BadInput broken(String name, String from, String to, String... fragments) {
        return BadInput.job(name, with(from, to), fragments);
    }

    /** The job with one line more, which makes one fault. */
    static BadInput extended(String name, String line, String... fragments) {
        return BadInput.job(name, plus(line), fragments);
    }
}
