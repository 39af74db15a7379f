package org.stepcast.estimator.feature;

/** The block of a product [rows, columns] that one multiprocessor computes at a time. */
record Tile(int rowCount, int columnCount) {

    double elementCount() {
        return (double) rowCount * columnCount;
    }

    /** For names of terms: {@code 128x256}. */
    String label() {
        return rowCount + "x" + columnCount;
    }
}
