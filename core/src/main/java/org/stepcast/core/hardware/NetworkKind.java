package org.stepcast.core.hardware;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What connects the nodes of a cluster. */
public enum NetworkKind {
    INFINIBAND,
    ROCE,
    ETHERNET,
    SLINGSHOT,
    OMNI_PATH,
    EFA,
    /** One node: nothing leaves it. */
    NONE;

    /** The name that files use: {@code infiniband}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All kinds but {@link #NONE}. */
    static List<NetworkKind> connecting() {
        return Arrays.stream(values()).filter(kind -> kind != NONE).toList();
    }
}
