package org.stepcast.core.operator;

/** Adds a residual [tokens, hidden] to another: two reads and one write an element. Other passes cost the same. */
public record ElementWise(ElementWiseKind kind, long elementCount) implements Operator {

    /** The function applied to each element. */
    public enum ElementWiseKind {
        RESIDUAL_ADD
    }

    public ElementWise {
        Operator.requirePositive("elementCount", elementCount);
    }

    @Override
    public Work work(Pass pass, Precision precision) {
        if (pass == Pass.WHOLE) {
            throw Operator.noSuchPass(this, pass);
        }
        double elements = (double) precision.byteCount() * elementCount;
        return Work.moving(2 * elements, elements);
    }

    @Override
    public String family() {
        return switch (kind) {
            case RESIDUAL_ADD -> "residual_add";
        };
    }

    @Override
    public String shapeText() {
        return Long.toString(elementCount);
    }
}
