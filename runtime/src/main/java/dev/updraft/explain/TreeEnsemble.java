package dev.updraft.explain;

import dev.updraft.data.DataException;
import dev.updraft.data.Dataset;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The trees of a model, and what its predictions follow from.
 *
 * {@snippet :
 * var trees = model.trees();
 * trees.importance().forEach(System.out::println);
 * var shap = trees.shap(Map.of("island", "Biscoe", "flipper_length_mm", 210));
 * System.out.println(shap.of("Gentoo", "flipper_length_mm"));
 * }
 *
 * <p>Everything is about <em>scores</em>, one for each output: what the trees give, before a softmax or a sigmoid makes
 * probabilities of it. The score of boosted trees is the {@linkplain #base base} and the sum of the leaves that a row comes to; that
 * of a forest is the mean of its leaves, which are the shares of classes, or values of the target. Where the model standardises a
 * target of numbers and predicts what the trees give, scores, leaves and contributions are in the target's own unit, or where it
 * standardises the logarithm are natural logarithms.
 *
 * <p>It is a copy, which stays as it is when the model learns on. What takes rows or data asks the model, which must not have
 * changed then, nor be closed: those methods throw an {@link IllegalStateException} otherwise, and must be called by one thread at a time.
 */
public interface TreeEnsemble {

    /** The kind of layer: {@code boosted_trees}, for example. */
    String kind();

    /**
     * What contributions are of: the columns of the input, without those that trees do not see. Those
     * that {@code encode} made numbers of count as columns, too; where a model gives its trees another value than its input, they
     * are the numbers in that value.
     */
    List<String> columns();

    /**
     * What the nodes of trees ask about: a column; a part of a date, {@code date.month}; how often a word is in a text, {@code
     * remarks[rain]}; behind {@code encode} a number that it made, {@code contract = One year}.
     */
    List<String> features();

    /**
     * A name for each score: of classes and labels theirs, with a single score for two classes that of the second; of numbers that
     * of the target, numbered where there are several.
     */
    List<String> outputs();

    /** What the scores of boosted trees begin with, one for each output; zeros of a forest. */
    List<Double> base();

    /** How many trees there are. Of boosted trees with several outputs each tree is for one output. */
    int size();

    /**
     * A tree.
     *
     * @param number from 1 to {@link #size}
     * @throws IllegalArgumentException if there is none with this number
     */
    DecisionTree tree(int number);

    /** How much each column matters to the trees, the largest gain first. */
    List<ColumnImportance> importance();

    /**
     * How much worse predictions become when the values of a column are shuffled among the rows, the worst first. It needs data
     * with targets, best such as the model was not trained on. The data is evaluated once, and for each column of the model's inputs as
     * often as {@code repeats} says.
     *
     * @param metric {@code loss}, or a metric of the model
     * @param repeats how often each column is shuffled
     * @param seed for the orders; the same gives the same
     * @throws IllegalArgumentException if the model has no such metric, or {@code repeats} is below 1
     * @throws DataException if the data does not match the model, or cannot be read
     */
    List<PermutationImportance> permutationImportance(Dataset data, String metric, int repeats, long seed);

    /**
     * What each column contributes to the scores of a row of a table.
     *
     * @param row values by the names of columns, as {@code model.predict(row)} takes it
     * @throws IllegalArgumentException if the row does not fit the columns
     */
    ShapValues shap(Map<String, ?> row);

    /**
     * As {@link #shap(Map)}, of the values of the model's only input.
     *
     * @throws IllegalArgumentException if there is another number of values
     */
    ShapValues shap(float[] sample);

    /**
     * As {@link #shap(Map)}, of every sample of a data set, in order.
     *
     * @throws DataException if the inputs do not match the model, or cannot be read
     */
    default List<ShapValues> shap(Dataset data) {
        return shap(data, _ -> {});
    }

    /**
     * As {@link #shap(Dataset)}, of which is heard how far it is.
     *
     * @param progress hears of how many samples are done, in the calling thread
     * @throws DataException if the inputs do not match the model, or cannot be read
     */
    List<ShapValues> shap(Dataset data, IntConsumer progress);

    /**
     * The mean score of the rows of a data set where all of them have the same value of a feature, for each of several values:
     * quantiles of a number, every category. Friedman, 2001.
     *
     * @param feature one of {@link #features}
     * @throws IllegalArgumentException if there is no such feature
     * @throws DataException if the inputs do not match the model, or cannot be read
     */
    PartialDependence partialDependence(Dataset data, String feature);

    /** All trees as text, a node a line. */
    String toText();

    /**
     * All trees as a JSON object: {@code model, kind, scores, columns, features, outputs, base, trees}; of each tree {@code nodes}, the root first,
     * whose {@code left} and {@code right} are places in that list.
     */
    String toJson();

    /**
     * A drawing of a tree, from the root as many questions deep as asked for; it says what is left out.
     *
     * @param number from 1 to {@link #size}
     * @param depth most questions on a way from the root, at least 1
     * @throws IllegalArgumentException if there is no such tree, or the depth is below 1
     */
    TreeDrawing drawing(int number, int depth);
}
