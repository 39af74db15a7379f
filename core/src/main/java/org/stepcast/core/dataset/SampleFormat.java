package org.stepcast.core.dataset;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;

/** The columns of the files that sample one operator or collective in one precision, and what a row of them means. */
public final class SampleFormat {

    private final Layout layout;

    private SampleFormat(Layout layout) {
        this.layout = layout;
    }

    /** The format of the files that sample {@code name}; empty when the name is unknown. */
    public static Optional<SampleFormat> of(String name, Precision precision) {
        return Layout.of(name, precision).map(SampleFormat::new);
    }

    /** Every name that {@link #of} knows. */
    public static List<String> names() {
        return Layout.names();
    }

    /** The columns that make up a shape, in order. */
    public List<String> shapeColumns() {
        return layout.shapeColumns();
    }

    /** The column of each pass that is timed, in order. */
    public SortedMap<Pass, String> timeColumns() {
        return layout.timeColumns();
    }

    /** Whether it samples a collective: its shape is then a message, followed by nodes and ranks on each. */
    public boolean isCollective() {
        return layout.shapeColumns().contains("nodes");
    }

    /** All columns of a file. */
    public List<String> columns() {
        return Stream.concat(shapeColumns().stream(), timeColumns().values().stream())
                .toList();
    }

    /**
     * The operator that one rank runs for a shape.
     *
     * @param cells the values of the shape columns
     * @throws IllegalArgumentException if there is no such shape
     */
    public Operator operator(List<String> cells) {
        try {
            return layout.shape().read(new Row(shapeColumns(), cells));
        } catch (Row.BadCell cell) {
            throw new IllegalArgumentException(cell.getMessage(), cell);
        }
    }
}
