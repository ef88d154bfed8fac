package dev.updraft.foreign.lightgbm;

import dev.updraft.compiler.columns.ColumnKind.Category;
import dev.updraft.foreign.trees.ForeignException;
import dev.updraft.foreign.trees.ForeignFeature.Kind;
import dev.updraft.foreign.trees.NodeTable;
import dev.updraft.foreign.trees.NodeTable.Missing;
import dev.updraft.foreign.trees.TreeAssembly;
import dev.updraft.trees.Tree;
import java.util.BitSet;

/**
 * A tree of LightGBM: arrays with an element for each question, and for each leaf. A child of −1 is leaf 0, −2 leaf 1. A number goes
 * left if it is at most the threshold, a category if it is in the set.
 */
final class LightgbmTree {
    private static final int DEFAULT_LEFT = 2;
    private static final int MISSING_TYPE = 4;

    private final Section section;
    private final LightgbmFeatures features;
    private final int leaves;
    private final NodeTable table;

    private LightgbmTree(Section section, LightgbmFeatures features) {
        this.section = section;
        this.features = features;
        if (section.has("is_linear") && section.whole("is_linear", 0, 1) == 1) {
            throw new ForeignException(
                    section.file(),
                    "its leaves are linear models (linear_tree), which cannot be imported; train it with linear_tree=false");
        }
        leaves = section.whole("num_leaves", 1, 1 << 24);
        // Before memory is taken for so many.
        section.words("leaf_value", leaves);
        table = new NodeTable(2 * leaves - 1);
    }

    /** @param scale what its leaves are multiplied with */
    static Tree of(Section section, LightgbmFeatures features, double scale) {
        return new LightgbmTree(section, features).tree(scale);
    }

    private Tree tree(double scale) {
        var values = section.numbers("leaf_value", leaves);
        var weights = section.numbersIfThere("leaf_weight", leaves);
        var counts = section.numbersIfThere("leaf_count", leaves);
        for (var leaf = 0; leaf < leaves; leaf++) {
            var value = (float) (values[leaf] * scale);
            if (!Float.isFinite(value)) {
                throw section.wrong("leaf_value", "element " + leaf + " is " + values[leaf]);
            }
            table.leaf(leaves - 1 + leaf, value);
            table.statistics(leaves - 1 + leaf, 0, (float) weights[leaf], (int) counts[leaf]);
        }
        if (leaves > 1) {
            questions();
        }
        return TreeAssembly.of(table, section::wrong);
    }

    private void questions() {
        var count = leaves - 1;
        var about =
                section.wholes("split_feature", count, 0, features.features().size() - 1);
        var thresholds = section.numbers("threshold", count);
        var decisions = section.has("decision_type")
                ? section.wholes("decision_type", count, 0, Byte.MAX_VALUE)
                : new long[count];
        var left = section.wholes("left_child", count, -leaves, count - 1);
        var right = section.wholes("right_child", count, -leaves, count - 1);
        var gains = section.numbersIfThere("split_gain", count);
        var weights = section.numbersIfThere("internal_weight", count);
        var counts = section.numbersIfThere("internal_count", count);
        var sets = LightgbmSets.of(section);
        for (var node = 0; node < count; node++) {
            var feature = (int) about[node];
            var isSet = LightgbmSets.isAsked(decisions[node]);
            if (isSet != (features.features().get(feature).kind() == Kind.CATEGORY)) {
                throw section.wrong(
                        "decision_type",
                        "element " + node + " asks about feature '"
                                + features.features().get(feature).name() + "' as "
                                + (isSet ? "a category" : "a number") + ", which it is not");
            }
            if (isSet) {
                var set = LightgbmSets.of(section, sets, node, thresholds[node]);
                ofSet(node, feature, set, child(left[node]), child(right[node]));
            } else {
                if (Double.isNaN(thresholds[node])) {
                    throw section.wrong("threshold", "element " + node + " is no number");
                }
                table.question(
                        node,
                        feature,
                        atMost(thresholds[node]),
                        missing(node, decisions[node], thresholds[node]),
                        child(left[node]),
                        child(right[node]));
            }
            table.statistics(node, (float) gains[node], (float) weights[node], (int) counts[node]);
        }
    }

    private int child(long number) {
        return (int) (number >= 0 ? number : leaves - 1 + ~number);
    }

    /** What is missing goes right, as does a category that training has not seen. */
    private void ofSet(int node, int feature, BitSet set, int left, int right) {
        var codes = features.codes().get(feature);
        var isLeft = new BitSet();
        for (var place = 0; place < codes.size(); place++) {
            isLeft.set(Category.FIRST + place, set.get(codes.get(place)));
        }
        table.question(node, feature, isLeft, Category.FIRST + codes.size(), false, left, right);
    }

    /** The largest float32 that is no larger: the same float32 numbers are at most both. */
    private static float atMost(double threshold) {
        var nearest = (float) threshold;
        return nearest > threshold ? Math.nextDown(nearest) : nearest;
    }

    private Missing missing(int node, long decision, double threshold) {
        var isLeft = (decision & DEFAULT_LEFT) != 0;
        return switch ((int) (decision / MISSING_TYPE)) {
            // A gap is a zero like others.
            case 0 -> 0 <= threshold ? Missing.LEFT : Missing.RIGHT;
            case 1 -> isLeft ? Missing.ZERO_LEFT : Missing.ZERO_RIGHT;
            case 2 -> isLeft ? Missing.LEFT : Missing.RIGHT;
            default -> throw section.wrong("decision_type", "element " + node + " is " + decision);
        };
    }
}
