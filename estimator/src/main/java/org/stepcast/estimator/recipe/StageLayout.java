package org.stepcast.estimator.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Layers of the parts of a pipeline as Megatron-LM writes them: {@code Et*3|t*4|t*4|t*3L}, with E the embedding, t a layer and
 * L the loss.
 */
final class StageLayout {

    private static final Pattern LAYERS = Pattern.compile("t(?:\\*(\\d+))?");

    private StageLayout() {}

    static String write(List<Long> layerCounts) {
        List<String> parts = new ArrayList<>();
        for (int part = 0; part < layerCounts.size(); part++) {
            long count = layerCounts.get(part);
            String layers = count == 0 ? "" : "t*" + count;
            parts.add((part == 0 ? "E" : "") + layers + (part == layerCounts.size() - 1 ? "L" : ""));
        }
        return String.join("|", parts);
    }

    static List<Long> read(String layout) {
        List<Long> counts = new ArrayList<>();
        for (String part : layout.split("\\|", -1)) {
            long count = 0;
            for (Matcher layers = LAYERS.matcher(part); layers.find(); ) {
                count += layers.group(1) == null ? 1 : Long.parseLong(layers.group(1));
            }
            counts.add(count);
        }
        return List.copyOf(counts);
    }
}
