package org.stepcast.core.hardware;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What connects the devices of one node. */
public enum LinkKind {
    NVLINK,
    /** AMD's device-to-device links. */
    INFINITY_FABRIC,
    PCIE,
    /** No link of its own. */
    NONE;

    /** The name that files use: {@code nvlink}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All kinds but {@link #NONE}. */
    static List<LinkKind> connecting() {
        return Arrays.stream(values()).filter(kind -> kind != NONE).toList();
    }
}
