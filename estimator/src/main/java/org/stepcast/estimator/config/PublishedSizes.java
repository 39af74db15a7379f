package org.stepcast.estimator.config;

import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.stepcast.core.error.Faults;
import org.stepcast.core.quantity.YamlNode;

/** The sizes of the published form: {@code encoders} and the nine numbers of {@code training_config}. */
final class PublishedSizes {

    private static final String KEY = "training_config";
    private static final List<Size> ENTRIES = List.of(
            Size.PIPELINE,
            Size.TENSOR,
            Size.DATA,
            Size.MICRO,
            Size.HEADS,
            Size.SEQUENCE,
            Size.HIDDEN,
            Size.MICRO_BATCHES,
            Size.NODE_GPUS);
    private static final String ENTRY_NAMES = "pp, mp, dp, b, h, l, dim, steps_per_update, gpus_per_node";

    /** Few enough digits for 64 bits. */
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,18}");

    private PublishedSizes() {}

    /** Reads what is given, and adds what follows from it by the meaning of the form. */
    static Sizes read(YamlNode top) {
        Sizes sizes = new Sizes();
        readEntries(top, sizes);
        if (!top.has("encoders")) {
            top.faults().add("encoders is missing.");
        }
        top.optionalWhole("encoders", 1, Size.LAYERS.highest()).ifPresent(count -> sizes.put(Size.LAYERS, count));
        derive(sizes);
        return sizes;
    }

    private static void readEntries(YamlNode top, Sizes sizes) {
        if (!top.has(KEY)) {
            top.faults().add(KEY + " is missing.");
            return;
        }
        List<String> entries = top.isList(KEY) ? top.texts(KEY) : List.of();
        if (entries.size() != ENTRIES.size()) {
            top.fault(KEY, "must be " + ENTRIES.size() + " whole numbers: " + ENTRY_NAMES);
            return;
        }
        for (int i = 0; i < entries.size(); i++) {
            put(sizes, ENTRIES.get(i), entries.get(i), top.faults());
        }
    }

    private static void put(Sizes sizes, Size size, String text, Faults faults) {
        boolean fits =
                WHOLE.matcher(text).matches() && Long.parseLong(text) >= 1 && Long.parseLong(text) <= size.highest();
        if (fits) {
            sizes.put(size, Long.parseLong(text));
        } else {
            faults.add(size.publishedPath(), text, "must be a whole number from 1 to " + size.highest());
        }
    }

    /** As many key-value heads as heads, an MLP of four times the hidden size, nothing split that has no key. */
    private static void derive(Sizes sizes) {
        copy(sizes, Size.HEADS, Size.KEY_VALUE_HEADS, 1);
        copy(sizes, Size.HIDDEN, Size.FEED_FORWARD, PublishedModel.FEED_FORWARD_RATIO);
        sizes.put(Size.CONTEXT, 1);
        sizes.put(Size.EXPERT, 1);
        sizes.put(Size.VIRTUAL_STAGES, 1);
        if (sizes.areKnown(Size.PIPELINE, Size.TENSOR, Size.DATA)) {
            sizes.put(Size.GPU_COUNT, sizes.product(Size.PIPELINE, Size.TENSOR, Size.DATA));
        }
        if (sizes.areKnown(Size.MICRO, Size.DATA, Size.MICRO_BATCHES)) {
            sizes.put(Size.GLOBAL, sizes.product(Size.MICRO, Size.DATA, Size.MICRO_BATCHES));
        }
    }

    private static void copy(Sizes sizes, Size from, Size to, long factor) {
        OptionalLong known = sizes.get(from);
        known.ifPresent(value -> sizes.put(to, factor * value));
    }
}
