package dev.updraft.explain;

import java.util.List;

/** A node of a tree: a question or a leaf. */
public sealed interface TreeNode {

    /** How many training rows came here, each counted as often as it was drawn; 0 where a model from elsewhere does not say. */
    long rows();

    /** A question about a feature: rows go left if the answer is yes. */
    sealed interface Question extends TreeNode {
        /** What it asks about. */
        String feature();

        /** Whether rows without a value go left. */
        boolean missingLeft();

        /** The place of the left child among the nodes; the right one is behind it. */
        int left();

        /** How much smaller it made the loss of the training data. */
        double gain();

        /** The place of the right child among the nodes. */
        default int right() {
            return left() + 1;
        }
    }

    /**
     * Whether a number is at most a threshold.
     *
     * @param text the threshold as the column's values are written: a date, or a value of an ordered category
     */
    record Threshold(
            String feature, float threshold, String text, boolean missingLeft, int left, double gain, long rows)
            implements Question {}

    /**
     * Whether a category is one of several.
     *
     * @param values those that go left; values that the model has learnt no name of are {@value #OTHER}
     */
    record Categories(String feature, List<String> values, boolean missingLeft, int left, double gain, long rows)
            implements Question {
        /** What stands for the values that a model has no name of. */
        public static final String OTHER = "(other)";

        public Categories {
            values = List.copyOf(values);
        }
    }

    /**
     * Where a row ends.
     *
     * @param values one for each output of the tree
     */
    record Leaf(List<Float> values, long rows) implements TreeNode {
        public Leaf {
            values = List.copyOf(values);
        }
    }
}
