package org.stepcast.estimator.config;

import java.util.List;
import java.util.Map;
import org.stepcast.estimator.config.BadInput.Subject;

/** Files that hold no job at all. */
final class BadFiles {

    private BadFiles() {}

    static List<BadInput> all() {
        return List.of(
                new BadInput(
                        "missing file",
                        Subject.CONFIG,
                        Map.of(),
                        "absent.yml",
                        1,
                        List.of("absent.yml: no such file.")),
                new BadInput(
                        "folder", Subject.CONFIG, Map.of("jobs/", ""), "jobs", 1, List.of("jobs", "it is a folder")),
                BadInput.job("empty file", "", "job.yml: must hold a mapping of keys to values"),
                BadInput.job("only a comment", "# nothing\n", "job.yml: must hold a mapping of keys to values"),
                BadInput.job("list", "- model\n- cluster\n", "job.yml: must hold a mapping of keys to values"),
                BadInput.job("open bracket", "model: {layers: 32\ncluster: x\n", "job.yml: line 2: "),
                BadInput.job("tab as indentation", "model:\n\tlayers: 32\n", "job.yml: line 2: "),
                BadInput.job("key twice", "batch: {}\nmodel: gpt2\nbatch: {}\n", "job.yml: line 3: ", "batch"),
                BadInput.job("no job", "GPU: A100\n", "job.yml: is no training job", "model, cluster", "gpu_name"));
    }
}
