package org.stepcast.estimator.recipe;

import java.util.Locale;

/** The frameworks that recipes are written for. */
public enum LaunchFramework {
    MEGATRON("Megatron-LM"),
    DEEPSPEED("DeepSpeed"),
    TORCHTITAN("torchtitan"),
    FSDP("PyTorch FSDP"),
    NEMO("Megatron-Bridge");

    private final String title;

    LaunchFramework(String title) {
        this.title = title;
    }

    /** The name of the command line: {@code megatron}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its own name. */
    String title() {
        return title;
    }
}
