package org.stepcast.core.hardware;

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
}
