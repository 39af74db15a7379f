package org.stepcast.estimator.search;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a search found.
 *
 * @param isComplete whether every plan was looked at, and none stopped the search before
 * @param candidateCount plans that were looked at
 * @param feasibleCount of them, those that the rules allow and that fit
 * @param refusals why the others are not possible, the most frequent reason first
 * @param plans the best ones, the best first
 * @param front plans of which none is faster, lighter and cheaper than another, the fastest first
 * @param nearest what needs least memory, where nothing fits
 * @param fewest the best plan on the fewest devices that would do, where nothing fits and so many were found
 */
public record SearchResult(
        SearchRequest request,
        boolean isComplete,
        double searchSeconds,
        long candidateCount,
        long feasibleCount,
        Map<String, Long> refusals,
        List<RankedPlan> plans,
        List<RankedPlan> front,
        Optional<RankedPlan> nearest,
        Optional<RankedPlan> fewest) {

    public SearchResult {
        refusals = Collections.unmodifiableMap(new LinkedHashMap<>(refusals));
        plans = List.copyOf(plans);
        front = List.copyOf(front);
    }

    SearchResult withFewest(Optional<RankedPlan> found) {
        return new SearchResult(
                request,
                isComplete,
                searchSeconds,
                candidateCount,
                feasibleCount,
                refusals,
                plans,
                front,
                nearest,
                found);
    }

    /** Plans looked at in a second, all threads together. */
    public double evaluatedPerSecond() {
        return candidateCount / searchSeconds;
    }
}
