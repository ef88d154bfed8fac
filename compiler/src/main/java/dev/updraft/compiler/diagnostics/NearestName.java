package dev.updraft.compiler.diagnostics;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably intended. */
public final class NearestName {

    /** Longer names are not compared: nobody mistypes a name that long, and comparing takes quadratic time. */
    private static final int LONGEST = 64;

    private NearestName() {}

    /**
     * The candidate nearest to {@code written} by Damerau-Levenshtein distance, ignoring case; empty if none is closer than
     * a third of its length. The alphabetically first one wins a tie.
     */
    public static Optional<String> of(String written, Collection<String> candidates) {
        if (written.length() > LONGEST) {
            return Optional.empty();
        }
        var lowerCase = written.toLowerCase(Locale.ROOT);
        record Match(String candidate, int distance) {}
        return candidates.stream()
                .filter(candidate -> candidate.length() <= LONGEST)
                .map(candidate -> new Match(candidate, distance(lowerCase, candidate.toLowerCase(Locale.ROOT))))
                .filter(match -> match.distance <= Math.max(written.length(), match.candidate.length()) / 3)
                .min(Comparator.comparingInt(Match::distance).thenComparing(Match::candidate))
                .map(Match::candidate);
    }

    /**
     * The smallest number of insertions, deletions, replacements and swaps of adjacent letters that turns {@code a} into
     * {@code b}, without editing any part twice ("optimal string alignment").
     */
    static int distance(String a, String b) {
        var distance = new int[a.length() + 1][b.length() + 1];
        for (var i = 0; i <= a.length(); i++) {
            for (var j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    distance[i][j] = i + j;
                    continue;
                }
                var replaced = distance[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                var best = Math.min(replaced, Math.min(distance[i - 1][j], distance[i][j - 1]) + 1);
                var swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                distance[i][j] = swapped ? Math.min(best, distance[i - 2][j - 2] + 1) : best;
            }
        }
        return distance[a.length()][b.length()];
    }
}
