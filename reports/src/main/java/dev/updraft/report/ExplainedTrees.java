package dev.updraft.report;

import dev.updraft.data.Dataset;
import dev.updraft.explain.PartialDependence;
import dev.updraft.explain.TreeEnsemble;
import dev.updraft.explain.TreeNode;
import dev.updraft.report.run.RunReport;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a report says of trees. */
final class ExplainedTrees {
    private static final int DEPTH = 4;
    private static final int MOST_FEATURES = 6;
    private static final int MOST_ROWS = 1000;

    private ExplainedTrees() {}

    /** @param data to find partial dependences on; null for none */
    static RunReport.Trees of(TreeEnsemble trees, @Nullable Dataset data) {
        return new RunReport.Trees(
                trees.kind(),
                trees.size(),
                trees.importance(),
                trees.drawing(1, DEPTH),
                data == null ? List.of() : dependences(trees, some(data)));
    }

    /** Of many rows some, evenly from all over the data. */
    private static Dataset some(Dataset data) {
        return data.size() <= MOST_ROWS
                ? data
                : data.samples(IntStream.range(0, MOST_ROWS)
                        .map(i -> (int) ((long) i * data.size() / MOST_ROWS))
                        .toArray());
    }

    private static List<PartialDependence> dependences(TreeEnsemble trees, Dataset data) {
        var gains = new HashMap<String, Double>();
        for (var number = 1; number <= trees.size(); number++) {
            for (var node : trees.tree(number).nodes()) {
                if (node instanceof TreeNode.Question question) {
                    gains.merge(question.feature(), question.gain(), Double::sum);
                }
            }
        }
        // The order of features decides between equal gains.
        return trees.features().stream()
                .filter(gains::containsKey)
                .sorted((a, b) -> Double.compare(gains.getOrDefault(b, 0.0), gains.getOrDefault(a, 0.0)))
                .limit(MOST_FEATURES)
                .map(feature -> trees.partialDependence(data, feature))
                .toList();
    }
}
