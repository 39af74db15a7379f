package org.stepcast.sampler.config;

import java.util.List;
import java.util.Optional;
import org.stepcast.core.dataset.SampleFormat;
import org.stepcast.core.error.NearNames;

/** What the names of operators and collectives mean for a configuration. */
final class Names {

    private Names() {}

    /** The columns whose values a configuration gives. */
    static List<String> axisColumns(Optional<SampleFormat> format) {
        return format.map(known -> known.isCollective() ? known.shapeColumns().subList(0, 1) : known.shapeColumns())
                .orElse(List.of());
    }

    static String hint(String name) {
        List<String> known = SampleFormat.names();
        return NearNames.nearest(name, known)
                .map(near -> "Maybe " + near + " is meant.")
                .orElse("Known: " + String.join(", ", known) + ".");
    }
}
