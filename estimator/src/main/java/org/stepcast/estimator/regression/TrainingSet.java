package org.stepcast.estimator.regression;

import java.util.List;
import java.util.stream.IntStream;

/** Measured rows of one kind: as many points, times and sizes. */
public final class TrainingSet {

    private final List<Point> points;
    private final double[] micros;
    private final double[] sizes;

    /**
     * @param micros measured time of each point
     * @param sizes what "larger" means: FLOPs, or bytes
     */
    public TrainingSet(List<Point> points, double[] micros, double[] sizes) {
        if (points.size() != micros.length || points.size() != sizes.length) {
            throw new IllegalArgumentException(
                    points.size() + " points, " + micros.length + " times, " + sizes.length + " sizes");
        }
        this.points = List.copyOf(points);
        this.micros = micros.clone();
        this.sizes = sizes.clone();
    }

    public int rowCount() {
        return micros.length;
    }

    public Point point(int row) {
        return points.get(row);
    }

    public double micros(int row) {
        return micros[row];
    }

    public double size(int row) {
        return sizes[row];
    }

    /** The rows at {@code indexes}, in that order. */
    public TrainingSet rows(List<Integer> indexes) {
        return new TrainingSet(
                indexes.stream().map(points::get).toList(),
                indexes.stream().mapToDouble(index -> micros[index]).toArray(),
                indexes.stream().mapToDouble(index -> sizes[index]).toArray());
    }

    /** Indexes of all rows. */
    public List<Integer> allRows() {
        return IntStream.range(0, micros.length).boxed().toList();
    }

    /** What "larger" means, for each row. */
    public double[] sizes() {
        return sizes.clone();
    }

    /** ln(time / prediction) of each row. */
    public double[] logResiduals(Regressor regressor) {
        double[] residuals = new double[micros.length];
        for (int row = 0; row < micros.length; row++) {
            residuals[row] = Math.log(micros[row] / regressor.micros(points.get(row)));
        }
        return residuals;
    }

    /** The features of one row; not to be changed. */
    public double[] features(int row) {
        return points.get(row).features();
    }
}
