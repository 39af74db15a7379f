package org.stepcast.core.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.stepcast.core.operator.GroupShape;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;

/**
 * How the columns of one kind of sample file become an operator and its times.
 *
 * @param shapeColumns columns that {@code shape} reads
 * @param timeColumns column of each pass that the file times
 * @param optional passes whose column a file may lack
 */
record Layout(List<String> shapeColumns, SortedMap<Pass, String> timeColumns, Set<Pass> optional, Shape shape) {

    Layout(List<String> shapeColumns, Map<Pass, String> timeColumns, Shape shape) {
        this(shapeColumns, new TreeMap<>(timeColumns), Set.of(), shape);
    }

    Layout withOptional(Pass pass) {
        return new Layout(shapeColumns, timeColumns, Set.of(pass), shape);
    }

    /** The columns that a file must have. */
    List<String> requiredColumns() {
        List<String> required = new ArrayList<>(shapeColumns);
        timeColumns.forEach((pass, column) -> {
            if (!optional.contains(pass)) {
                required.add(column);
            }
        });
        return required;
    }

    /** Turns a row into the operator that it measures. */
    @FunctionalInterface
    interface Shape {
        Operator read(Row row) throws Row.BadCell;
    }

    /** The layout of the files that sample {@code name}; empty when the name is unknown. */
    static Optional<Layout> of(String name, Precision precision) {
        return PlainLayouts.named(name)
                .or(() -> PublishedOperator.named(name).map(Layout::ofOperator))
                .or(() -> PublishedCollective.named(name).map(collective -> ofCollective(collective, precision)));
    }

    /** Every name that has a layout. */
    static List<String> names() {
        Stream<String> operators = Arrays.stream(PublishedOperator.values()).map(PublishedOperator::publishedName);
        Stream<String> collectives =
                Arrays.stream(PublishedCollective.values()).map(PublishedCollective::publishedName);
        return Stream.of(PlainLayouts.names().stream(), operators, collectives)
                .flatMap(Function.identity())
                .toList();
    }

    private static Layout ofOperator(PublishedOperator operator) {
        Map<Pass, String> times = switch (operator) {
            case FIRST_STAGE_OPTIMIZER, MIDDLE_STAGE_OPTIMIZER, LAST_STAGE_OPTIMIZER -> Map.of(Pass.WHOLE, "dur(us)");
            case OPTIMIZER -> Map.of(Pass.WHOLE, "dur");
            default -> Map.of(Pass.FORWARD, "F_dur(us)", Pass.BACKWARD, "B_dur(us)");
        };
        return new Layout(operator.columns(), times, row -> {
            Map<String, Long> dimensions = new HashMap<>();
            for (String column : operator.columns()) {
                dimensions.put(column, row.count(column));
            }
            return operator.operator(new PublishedShape(dimensions));
        });
    }

    private static Layout ofCollective(PublishedCollective collective, Precision precision) {
        return new Layout(
                List.of("shape", "nodes", "GPUsPerNode"),
                Map.of(Pass.WHOLE, "dur(us)"),
                row -> collective.collective(
                        row.count("shape"), new GroupShape(row.count("nodes"), row.count("GPUsPerNode")), precision));
    }
}
