package org.stepcast.core.error;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Known names that look like a mistyped one, for hints. */
public final class NearNames {

    private NearNames() {}

    /** The known name with the fewest typing errors, if it is near enough to be meant. */
    public static Optional<String> nearest(String typed, Collection<String> known) {
        return near(typed, known, 1).stream().findFirst();
    }

    /** Up to {@code limitCount} known names that may be meant, the nearest first. */
    public static List<String> near(String typed, Collection<String> known, int limitCount) {
        return known.stream()
                .filter(name -> editCount(typed, name) <= Math.max(2, name.length() / 3) || contains(name, typed))
                .sorted(Comparator.<String>comparingInt(name -> editCount(typed, name))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(limitCount)
                .toList();
    }

    private static boolean contains(String name, String typed) {
        return typed.length() > 1 && fold(name).contains(fold(typed));
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Levenshtein distance, letter case ignored. */
    private static int editCount(String left, String right) {
        String from = fold(left);
        String to = fold(right);
        int[] previous = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int swap = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
                current[column] =
                        Math.min(previous[column - 1] + swap, 1 + Math.min(previous[column], current[column - 1]));
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
