package org.stepcast.core.quantity;

/** Where a predicted number comes from. Sums merge the origins of their parts with {@link #and}. */
public enum Origin {
    /** A sample of exactly this shape. */
    MEASURED,
    /** A regressor, asked inside of the range it was fitted on. */
    INTERPOLATED,
    /** A regressor, asked outside of the range it was fitted on. */
    EXTRAPOLATED,
    /** Physics alone: no sample of this kind of operator on this device. */
    ANALYTIC,
    /** A sum of parts with different origins. */
    MIXED;

    /** The origin of a sum of a part of this origin and a part of {@code other}. */
    public Origin and(Origin other) {
        return this == other ? this : MIXED;
    }
}
