package org.stepcast.sampler.launch;

import java.util.regex.Pattern;

/** Slurm's short form of host names: {@code node[01-04,07],login}. */
final class NodeList {

    private static final Pattern NUMBERS = Pattern.compile("\\[([^],-]*)[^]]*]");

    private NodeList() {}

    /** The first host of the list, which has rank 0. */
    static String first(String list) {
        return NUMBERS.matcher(list).replaceAll("$1").split(",", -1)[0];
    }
}
