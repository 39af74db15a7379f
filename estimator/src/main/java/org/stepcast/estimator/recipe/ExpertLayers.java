package org.stepcast.estimator.recipe;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which layers have experts, and how Megatron-LM writes it: {@code ([0]*1+[1]*26)}.
 *
 * @param denseCount layers at the start that have one MLP
 * @param periodCount after those, the last of each so many layers has experts
 */
record ExpertLayers(long layerCount, long denseCount, long periodCount) {

    private static final Pattern RUN = Pattern.compile("\\[([01])\\](?:\\*(\\d+))?");

    boolean standIn(long layer) {
        return layer >= denseCount && (layer + 1) % periodCount == 0;
    }

    String pattern() {
        if (denseCount == 0 && periodCount == 1) {
            return "1";
        }
        StringBuilder runs = new StringBuilder();
        for (long layer = 0; layer < layerCount; ) {
            long end = layer;
            while (end < layerCount && standIn(end) == standIn(layer)) {
                end++;
            }
            runs.append(runs.isEmpty() ? "" : "+")
                    .append(standIn(layer) ? "[1]*" : "[0]*")
                    .append(end - layer);
            layer = end;
        }
        return "(" + runs + ")";
    }

    /** The rule behind a pattern; empty where our rules do not tell it. */
    static Optional<ExpertLayers> read(String pattern, long layerCount) {
        if (pattern.matches("\\d+")) {
            // A number puts the experts in the first of so many layers; only 1 is one of our rules.
            return Optional.of(new ExpertLayers(layerCount, 0, 1)).filter(every -> pattern.equals("1"));
        }
        StringBuilder layers = new StringBuilder();
        for (Matcher runs = RUN.matcher(pattern); runs.find(); ) {
            layers.append(runs.group(1).repeat(runs.group(2) == null ? 1 : Integer.parseInt(runs.group(2))));
        }
        long dense = Math.max(0, layers.indexOf("1"));
        for (long period = 1; period <= layerCount; period++) {
            for (long start : new long[] {0, dense}) {
                ExpertLayers rule = new ExpertLayers(layerCount, start, period);
                if (rule.layers().contentEquals(layers)) {
                    return Optional.of(rule);
                }
            }
        }
        return Optional.empty();
    }

    private String layers() {
        StringBuilder text = new StringBuilder();
        for (long layer = 0; layer < layerCount; layer++) {
            text.append(standIn(layer) ? '1' : '0');
        }
        return text.toString();
    }
}
