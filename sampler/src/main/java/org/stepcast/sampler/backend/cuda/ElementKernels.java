package org.stepcast.sampler.backend.cuda;

import org.stepcast.core.operator.Activation;
import org.stepcast.core.operator.Activation.ActivationKind;
import org.stepcast.core.operator.ElementWise;
import org.stepcast.core.operator.MaskFill;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.RotaryEmbedding;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.backend.cuda.Operand.Role;

/** Activations, residual add, rotary embedding and mask: each element by itself. */
final class ElementKernels {

    private static final String FAMILY = "elementwise";
    private static final int QUAD = 4;

    private final RoutineBuilder builder;

    ElementKernels(RoutineBuilder builder) {
        this.builder = builder;
    }

    void add(Activation activation, Pass pass) throws Refusal {
        boolean isGated = activation.kind() == ActivationKind.SWIGLU;
        String name = isGated ? "swiglu" : "gelu";
        long count = activation.tokenCount() * activation.width();
        int width = Math.toIntExact(builder.packs(activation.width()));
        long packs = builder.packs(count);
        LaunchSize size = over(packs);
        Operand x = builder.random("x", isGated ? 2 * count : count);
        boolean isForward = pass == Pass.FORWARD;
        Operand out = builder.result(isForward ? "y" : "inputGradient", isForward ? count : x.elementCount());
        String function = name + (isForward ? "_forward" : "_backward");
        if (isForward && isGated) {
            builder.launch("activation", function, size, x, out, width, packs);
        } else if (isForward) {
            builder.launch("activation", function, size, x, out, packs);
        } else if (isGated) {
            builder.launch("activation", function, size, builder.random("gradient", count), x, out, width, packs);
        } else {
            builder.launch("activation", function, size, builder.random("gradient", count), x, out, packs);
        }
    }

    /** Forward and backward alike: published samples time the sum for both. */
    void add(ElementWise add) throws Refusal {
        long packs = builder.packs(add.elementCount());
        Operand a = builder.random("a", add.elementCount());
        Operand b = builder.random("b", add.elementCount());
        builder.launch(FAMILY, "residual_add", over(packs), a, b, builder.result("sum", add.elementCount()), packs);
    }

    void add(MaskFill fill, Pass pass) throws Refusal {
        long matrix = fill.queryTokens() * fill.keyTokens();
        long count = fill.matrixCount() * matrix;
        long packs = builder.packs(count);
        long maskPacks = builder.packs(matrix);
        builder.packs(fill.keyTokens());
        Operand mask = builder.filled("mask", Role.INPUT, ElementType.BYTE, matrix, 0);
        builder.setUp(
                () -> builder.launch(FAMILY, "causal_mask", over(matrix), mask, fill.queryTokens(), fill.keyTokens()));
        if (pass == Pass.FORWARD) {
            Operand scores = builder.random("scores", Role.IN_PLACE, builder.type(), count, 1.0f);
            builder.launch(FAMILY, "mask_fill", over(packs), scores, mask, maskPacks, packs);
        } else {
            Operand gradient = builder.random("gradient", count);
            Operand out = builder.result("inputGradient", count);
            builder.launch(FAMILY, "mask_fill_backward", over(packs), gradient, mask, out, maskPacks, packs);
        }
    }

    /** One kernel for the queries and one for the keys; backward turns the other way. */
    void add(RotaryEmbedding rotary, Pass pass) throws Refusal {
        int half = Math.toIntExact(rotary.headSize() / 2);
        if (rotary.headSize() % (2 * QUAD) != 0) {
            throw new Refusal(Refusal.Kind.UNSUPPORTED, "heads of " + rotary.headSize() + ": must be a multiple of 8");
        }
        long angles = rotary.sequenceTokens() * rotary.headSize();
        Operand cosine = builder.filled("cosine", Role.INPUT, builder.type(), angles, 0);
        Operand sine = builder.filled("sine", Role.INPUT, builder.type(), angles, 0);
        builder.setUp(() -> builder.launch(
                FAMILY, "rotation_table", over(angles / 2), cosine, sine, rotary.sequenceTokens(), half));
        float direction = pass == Pass.FORWARD ? 1 : -1;
        addRotation("query", rotary, rotary.queryHeadCount(), cosine, sine, direction);
        addRotation("key", rotary, rotary.keyValueHeadCount(), cosine, sine, direction);
    }

    private void addRotation(
            String name, RotaryEmbedding rotary, long heads, Operand cosine, Operand sine, float direction)
            throws Refusal {
        int rowsOfToken = Math.toIntExact(rotary.batchCount() * heads);
        long count = rotary.sequenceTokens() * rowsOfToken * rotary.headSize();
        int halfQuads = Math.toIntExact(rotary.headSize() / 2 / QUAD);
        long quads = count / 2 / QUAD;
        Operand x = builder.random(name, count);
        Operand out = builder.result(name + "Rotated", count);
        builder.launch(FAMILY, "rotate", over(quads), x, cosine, sine, out, rowsOfToken, halfQuads, direction, quads);
    }

    private LaunchSize over(long count) {
        return LaunchSize.over(count, builder.multiprocessorCount());
    }
}
