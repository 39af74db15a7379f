package org.stepcast.estimator.config;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.stepcast.core.dataset.PublishedOperator;
import org.stepcast.core.error.NearNames;
import org.stepcast.core.quantity.YamlNode;

/**
 * The operators that the published form names.
 *
 * @param all timed at all
 * @param ofLayer timed for each layer, as often as listed
 * @param lastNorm the norm before the output layer, and of every layer
 */
record PublishedFunctions(List<PublishedOperator> all, List<PublishedOperator> ofLayer, PublishedOperator lastNorm) {

    private static final Set<PublishedOperator> OUTSIDE_OF_LAYERS = EnumSet.of(
            PublishedOperator.EMBEDDING,
            PublishedOperator.LINEAR_FINAL,
            PublishedOperator.CROSS_ENTROPY,
            PublishedOperator.FIRST_STAGE_OPTIMIZER,
            PublishedOperator.MIDDLE_STAGE_OPTIMIZER,
            PublishedOperator.LAST_STAGE_OPTIMIZER,
            PublishedOperator.OPTIMIZER);
    private static final List<PublishedOperator> NEEDED =
            List.of(PublishedOperator.EMBEDDING, PublishedOperator.LINEAR_FINAL, PublishedOperator.CROSS_ENTROPY);
    private static final List<PublishedOperator> NORMS =
            List.of(PublishedOperator.LAYER_NORM, PublishedOperator.RMS_LAYER_NORM);

    PublishedFunctions {
        all = List.copyOf(all);
        ofLayer = List.copyOf(ofLayer);
    }

    /** The lists; usable only if no fault was found. */
    static PublishedFunctions read(YamlNode top) {
        Optional<PublishedOperator> norm = top.optionalOneOf("layernorm_name", NORMS, PublishedOperator::publishedName);
        if (!top.has("layernorm_name")) {
            top.faults().add("layernorm_name is missing.");
        }
        List<PublishedOperator> all = operators(top, "function_list");
        List<PublishedOperator> ofLayer = operators(top, "encoder_function_list");
        if (!all.isEmpty()) {
            Stream.concat(NEEDED.stream(), norm.stream())
                    .filter(operator -> !all.contains(operator))
                    .forEach(operator -> top.fault("function_list", "must hold " + operator.publishedName()));
        }
        ofLayer.stream().distinct().forEach(operator -> checkLayerOperator(top, operator, all));
        return new PublishedFunctions(all, ofLayer, norm.orElse(NORMS.getFirst()));
    }

    boolean layersHave(PublishedOperator operator) {
        return ofLayer.contains(operator);
    }

    private static void checkLayerOperator(YamlNode top, PublishedOperator operator, List<PublishedOperator> all) {
        String name = operator.publishedName();
        if (OUTSIDE_OF_LAYERS.contains(operator)) {
            top.faults().add("encoder_function_list", name, "is no operator of a layer", "Leave it out.");
        } else if (!all.isEmpty() && !all.contains(operator)) {
            top.faults().add("encoder_function_list", name, "must be in function_list too", "Add it there.");
        }
    }

    private static List<PublishedOperator> operators(YamlNode top, String key) {
        List<PublishedOperator> found = new ArrayList<>();
        List<String> names = top.isList(key) ? top.texts(key) : List.of();
        if (!top.has(key)) {
            top.faults().add(key + " is missing.");
        } else if (names.isEmpty()) {
            top.fault(key, "must be a list of at least one operator");
        }
        for (int i = 0; i < names.size(); i++) {
            Optional<PublishedOperator> operator = PublishedOperator.named(names.get(i));
            operator.ifPresent(found::add);
            if (operator.isEmpty()) {
                top.faults().add(key + "[" + i + "]", names.get(i), "is not a known operator", hint(names.get(i)));
            }
        }
        return found;
    }

    private static String hint(String name) {
        List<String> known = Stream.of(PublishedOperator.values())
                .map(PublishedOperator::publishedName)
                .toList();
        return NearNames.nearest(name, known)
                .map(near -> "Maybe " + near + ".")
                .orElse("Known operators: " + String.join(", ", known) + ".");
    }
}
