package org.stepcast.estimator.memory;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.stepcast.core.quantity.YamlNode;

/**
 * How to read the words of published runs.
 *
 * @param profiles which profile a run has
 * @param bases what its peak counts
 * @param decimalFrameworks those that say GiB and mean 10^9 bytes
 */
record PublishedFigures(List<WordRule> profiles, List<WordRule> bases, Pattern decimalFrameworks) {

    private static final double GIBIBYTE = 1L << 30;
    private static final double GIGABYTE = 1e9;

    PublishedFigures {
        profiles = List.copyOf(profiles);
        bases = List.copyOf(bases);
    }

    static PublishedFigures read(YamlNode file) {
        return new PublishedFigures(
                file.sections("published").stream().map(WordRule::read).toList(),
                file.sections("published_basis").stream().map(WordRule::read).toList(),
                Pattern.compile(file.text("decimal_gigabytes"), Pattern.CASE_INSENSITIVE));
    }

    String profile(RunWords words) {
        return WordRule.first(profiles, words);
    }

    MemoryBasis basis(RunWords words) {
        String label = WordRule.first(bases, words);
        return Stream.of(MemoryBasis.values())
                .filter(basis -> basis.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    double gibibyteBytes(RunWords words) {
        return decimalFrameworks.matcher(words.framework()).find() ? GIGABYTE : GIBIBYTE;
    }
}
