package org.stepcast.core.dataset;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.stepcast.core.operator.Attention;
import org.stepcast.core.operator.Attention.AttentionMask;
import org.stepcast.core.operator.ExpertLayer;
import org.stepcast.core.operator.ExpertLayer.Routing;
import org.stepcast.core.operator.Gemm;
import org.stepcast.core.operator.Gemm.Bias;
import org.stepcast.core.operator.GroupShape;
import org.stepcast.core.operator.Operator;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Precision;

/**
 * How the columns of one kind of sample file become an operator and its times.
 *
 * @param shapeColumns columns that {@code shape} reads
 * @param timeColumns column of each pass that the file times
 */
record Layout(List<String> shapeColumns, SortedMap<Pass, String> timeColumns, Shape shape) {

    Layout(List<String> shapeColumns, Map<Pass, String> timeColumns, Shape shape) {
        this(shapeColumns, new TreeMap<>(timeColumns), shape);
    }

    /** Turns a row into the operator that it measures. */
    @FunctionalInterface
    interface Shape {
        Operator read(Row row) throws Row.BadCell;
    }

    private static final List<String> PLAIN_NAMES = List.of("gemm", "flash_attention", "moe");

    private static final Map<Pass, String> FORWARD_ONLY = Map.of(Pass.FORWARD, "F_dur(us)");

    /** The layout of the files that sample {@code name}; empty when the name is unknown. */
    static Optional<Layout> of(String name, Precision precision) {
        Optional<Layout> plain = plain(name);
        return plain.or(() -> PublishedOperator.named(name).map(Layout::ofOperator))
                .or(() -> PublishedCollective.named(name).map(collective -> ofCollective(collective, precision)));
    }

    /** Every name that has a layout. */
    static List<String> names() {
        Stream<String> operators = Arrays.stream(PublishedOperator.values()).map(PublishedOperator::publishedName);
        Stream<String> collectives =
                Arrays.stream(PublishedCollective.values()).map(PublishedCollective::publishedName);
        return Stream.of(PLAIN_NAMES.stream(), operators, collectives)
                .flatMap(Function.identity())
                .toList();
    }

    private static Optional<Layout> plain(String name) {
        return switch (name) {
            case "gemm" ->
                Optional.of(new Layout(
                        List.of("m", "n", "k"),
                        Map.of(Pass.FORWARD, "dur(us)"),
                        row -> new Gemm(row.count("m"), row.count("n"), row.count("k"), Bias.NONE)));
            case "flash_attention" ->
                Optional.of(
                        new Layout(List.of("b", "l", "h", "kv_h", "head_dim"), FORWARD_ONLY, Layout::causalAttention));
            case "moe" ->
                Optional.of(new Layout(
                        List.of("tokens", "hidden", "expert_hidden", "topk", "experts", "tp", "ep", "distribution"),
                        FORWARD_ONLY,
                        Layout::expertLayer));
            default -> Optional.empty();
        };
    }

    private static Operator causalAttention(Row row) throws Row.BadCell {
        return new Attention(
                row.count("b"),
                row.count("l"),
                row.count("h"),
                row.count("kv_h"),
                row.count("head_dim"),
                AttentionMask.CAUSAL);
    }

    private static Operator expertLayer(Row row) throws Row.BadCell {
        return new ExpertLayer(
                row.count("tokens"),
                row.count("hidden"),
                row.count("expert_hidden"),
                row.count("topk"),
                row.count("experts"),
                row.count("tp"),
                row.count("ep"),
                routing(row));
    }

    private static Routing routing(Row row) throws Row.BadCell {
        String text = row.text("distribution");
        return switch (text) {
            case "balanced" -> Routing.BALANCED;
            case "power_law_1.01" -> Routing.POWER_LAW_1_01;
            case "power_law_1.2" -> Routing.POWER_LAW_1_2;
            default -> throw new Row.BadCell("distribution", text, "must be balanced, power_law_1.01 or power_law_1.2");
        };
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
