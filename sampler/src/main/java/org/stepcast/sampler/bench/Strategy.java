package org.stepcast.sampler.bench;

import java.util.List;
import java.util.Locale;
import org.stepcast.core.error.BadInputException;

/** How ranks share the work. */
public enum Strategy {
    /** One process trains alone. */
    SINGLE,
    /** Each process has the whole model, and gradients are averaged. */
    DATA_PARALLEL;

    /** Strategies of other tools that no backend here has. */
    private static final List<String> LACKING = List.of(
            "deepspeed_stage_1",
            "deepspeed_stage_2",
            "deepspeed_stage_3",
            "deepspeed_stage_2_offload",
            "deepspeed_stage_3_offload",
            "fsdp");

    /**
     * The strategy with this name.
     *
     * @throws BadInputException if there is none, saying what is possible
     */
    public static Strategy named(String text) {
        for (Strategy strategy : values()) {
            if (strategy.label().equals(text)) {
                return strategy;
            }
        }
        String why = LACKING.contains(text) ? " needs sharded states, which the backend lacks." : " is not known.";
        throw new BadInputException("--strategy (" + text + ")" + why + "\n  Possible: single, data-parallel.");
    }

    /** The name on the command line: {@code data-parallel}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
