package org.stepcast.estimator.memory;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.stepcast.core.quantity.YamlNode;

/**
 * What the words of a run mean. Every condition that is given must hold.
 *
 * @param framework found in the framework's name
 * @param notes found in the notes
 * @param without found neither in the name nor in the notes
 * @param year the first in which it no longer holds
 * @param meaning name of a profile or of a basis
 */
record WordRule(
        Optional<Pattern> framework,
        Optional<Pattern> notes,
        Optional<Pattern> without,
        OptionalLong year,
        String meaning) {

    static WordRule read(YamlNode section) {
        return new WordRule(
                pattern(section, "framework"),
                pattern(section, "notes"),
                pattern(section, "without"),
                section.optionalCount("until"),
                section.text("is"));
    }

    private static Optional<Pattern> pattern(YamlNode section, String key) {
        return section.optionalText(key).map(text -> Pattern.compile(text, Pattern.CASE_INSENSITIVE));
    }

    boolean holds(RunWords words) {
        String all = words.framework() + " " + words.notes();
        return framework
                        .map(pattern -> pattern.matcher(words.framework()).find())
                        .orElse(true)
                && notes.map(pattern -> pattern.matcher(words.notes()).find()).orElse(true)
                && !without.map(pattern -> pattern.matcher(all).find()).orElse(false)
                && (year.isEmpty() || words.year() < year.getAsLong());
    }

    /** The meaning of the first rule that holds. */
    static String first(List<WordRule> rules, RunWords words) {
        return rules.stream()
                .filter(rule -> rule.holds(words))
                .findFirst()
                .map(WordRule::meaning)
                .orElseThrow();
    }
}
