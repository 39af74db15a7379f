package org.stepcast.estimator.step;

/** Time of a forward and of a backward pass. */
record Passes(double forwardMicros, double backwardMicros) {

    static final Passes NONE = new Passes(0, 0);

    Passes plus(Passes other) {
        return new Passes(forwardMicros + other.forwardMicros, backwardMicros + other.backwardMicros);
    }

    double bothMicros() {
        return forwardMicros + backwardMicros;
    }

    Passes mixedWith(Passes other, double fraction) {
        return new Passes(
                (1 - fraction) * forwardMicros + fraction * other.forwardMicros,
                (1 - fraction) * backwardMicros + fraction * other.backwardMicros);
    }
}
