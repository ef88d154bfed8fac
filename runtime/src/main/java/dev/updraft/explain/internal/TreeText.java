package dev.updraft.explain.internal;

import dev.updraft.explain.DecisionTree;
import dev.updraft.explain.TreeNode;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Trees as text, a node a line; what follows a yes first. */
final class TreeText {
    private final StringBuilder text = new StringBuilder();
    private final TreeData data;

    private TreeText(TreeData data) {
        this.data = data;
    }

    /** A line of a question's child. */
    private record Line(int node, int depth, String answer) {}

    /** @param trees by their numbers */
    static String of(TreeData data, IntFunction<DecisionTree> trees) {
        var written = new TreeText(data);
        written.head();
        for (var number = 1; number <= data.trees().size(); number++) {
            written.tree(trees.apply(number));
        }
        return written.text.toString();
    }

    private void head() {
        text.append(data.kind()).append(" of model ").append(data.model()).append(": ");
        text.append(count(data.trees().size(), "tree")).append('\n');
        if (data.isMean()) {
            text.append("a score is the mean of the leaves\n");
        } else {
            text.append("a score begins with ")
                    .append(values(
                            data.outputs(),
                            IntStream.range(0, data.base().length)
                                    .mapToObj(output -> data.base()[output])
                                    .toList()))
                    .append("; the leaves are added\n");
        }
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private void tree(DecisionTree tree) {
        text.append('\n')
                .append("tree ")
                .append(tree.number())
                .append(" of ")
                .append(data.trees().size());
        text.append(tree.outputs().size() == 1 ? ", for " + tree.outputs().getFirst() : "");
        text.append(", ")
                .append(tree.leaves() == 1 ? "1 leaf" : tree.leaves() + " leaves")
                .append('\n');
        var open = new ArrayDeque<Line>();
        open.push(new Line(0, 0, ""));
        while (!open.isEmpty()) {
            var line = open.pop();
            var node = tree.nodes().get(line.node);
            text.repeat("  ", line.depth).append(line.answer);
            switch (node) {
                case TreeNode.Leaf leaf -> text.append(values(tree.outputs(), leaf.values()));
                case TreeNode.Question question -> {
                    text.append(NamedNodes.text(question)).append('?');
                    open.push(new Line(
                            question.right(), line.depth + 1, data.named().answer(question, false) + ": "));
                    open.push(new Line(
                            question.left(), line.depth + 1, data.named().answer(question, true) + ": "));
                }
            }
            text.append(detail(node)).append('\n');
        }
    }

    private static String detail(TreeNode node) {
        var rows = node.rows() == 0 ? "" : "  (" + count(Math.toIntExact(node.rows()), "row");
        return switch (node) {
            case TreeNode.Leaf _ -> rows.isEmpty() ? "" : rows + ")";
            case TreeNode.Question question ->
                (rows.isEmpty() ? "  (" : rows + ", ") + "gain " + NamedFeature.number(question.gain()) + ")";
        };
    }

    /** What a leaf says: a number, or each with the name of its output. */
    static String values(List<String> outputs, List<? extends Number> values) {
        if (values.size() == 1) {
            return value(values.getFirst());
        }
        return IntStream.range(0, values.size())
                .mapToObj(output -> outputs.get(output) + " " + value(values.get(output)))
                .collect(Collectors.joining(", "));
    }

    private static String value(Number value) {
        return String.format(Locale.ROOT, "%.6g", value.doubleValue());
    }
}
