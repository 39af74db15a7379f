package org.stepcast.sampler.cli;

import org.stepcast.core.operator.Precision;
import org.stepcast.sampler.grid.Grid.Repetition;
import org.stepcast.sampler.grid.Part;
import picocli.CommandLine.Option;

/** What choosing shapes takes, in every command that does. */
final class SharedOptions {

    @Option(
            names = "--precision",
            paramLabel = "fp32|fp16|bf16|fp8",
            description = "Number format of the operands; default: ${DEFAULT-VALUE}.")
    Precision precision = Precision.FP16;

    @Option(names = "--parts", paramLabel = "N", description = "Parts that the grid is divided into; default: 1.")
    private int partCount = 1;

    @Option(names = "--part", paramLabel = "K", description = "The part to take, counted from 1; default: 1.")
    private int part = 1;

    @Option(
            names = "--all",
            description =
                    "Also take shapes that are the same for a rank as an earlier one, as published samples have them.")
    private boolean all;

    Part part() {
        return new Part(partCount, part);
    }

    Repetition repetition() {
        return all ? Repetition.KEPT : Repetition.LEFT_OUT;
    }
}
