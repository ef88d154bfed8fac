package dev.updraft.report.page;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** What to call runs: their folders, without what all of them have in common. */
final class RunNames {
    private RunNames() {}

    /** {@code a} and {@code b} of {@code runs/a/report} and {@code runs/b/report}; the same where nothing else tells them apart. */
    static List<String> of(List<String> folders) {
        var paths = folders.stream()
                .<List<String>>map(folder -> new ArrayList<>(List.of(folder.split("[/\\\\]"))))
                .toList();
        if (new HashSet<>(folders).size() < 2) {
            return folders;
        }
        while (common(paths, true)) {
            paths.forEach(List::removeFirst);
        }
        while (common(paths, false)) {
            paths.forEach(List::removeLast);
        }
        return paths.stream().map(path -> String.join("/", path)).toList();
    }

    /** Whether all begin, or end, alike, and something is left without that. */
    private static boolean common(List<List<String>> paths, boolean atStart) {
        return paths.stream().allMatch(path -> path.size() > 1)
                && paths.stream()
                                .map(path -> atStart ? path.getFirst() : path.getLast())
                                .distinct()
                                .count()
                        == 1;
    }
}
