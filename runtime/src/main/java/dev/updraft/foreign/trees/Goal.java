package dev.updraft.foreign.trees;

/**
 * What the sums of trees are, as the language says it.
 *
 * @param target the type of the target; empty if a model of the language has none
 * @param layer what is applied to the sums, behind the trees; empty if nothing is
 * @param output the name of what the network ends with
 * @param loss what is learnt, with {@code %1$s} where the target stands, and {@link #GROUP} where the column stands whose equal values make
 *     a group; empty if no loss of the language learns it
 * @param metrics that tell how good it is; empty if there are none
 */
public record Goal(String target, String layer, String output, String loss, String metrics) {
    private static final String GROUP = "%2$s";

    /**
     * Numbers that are the sums themselves.
     *
     * @param loss as in {@code mse(prediction, %1$s)}
     */
    public static Goal numbers(int outputs, String loss) {
        return new Goal(numbers(outputs), "", "prediction", loss, "mae, r2");
    }

    /** Numbers above 0 whose logarithm is the sum, which their loss takes. */
    public static Goal logarithms(int outputs, String loss) {
        return new Goal(numbers(outputs), "", "logarithm", loss, "mae, r2");
    }

    /** Numbers above 0 whose logarithm is the sum, and whose loss takes them as they are. */
    public static Goal counts(int outputs) {
        return new Goal(numbers(outputs), "exponential", "prediction", "poisson(prediction, %1$s)", "mae, r2");
    }

    /** Numbers from 0 to 1. */
    public static Goal shares(int outputs) {
        return new Goal(numbers(outputs), "", "logit", "binary_crossentropy(logit, %1$s)", "");
    }

    private static String numbers(int outputs) {
        return "float[" + outputs + "]";
    }

    /** One of two classes. */
    public static Goal twoClasses() {
        return new Goal("class[2]", "", "logit", "binary_crossentropy(logit, %1$s)", "accuracy, roc_auc");
    }

    /** The side of a margin. */
    public static Goal margin() {
        return new Goal("class[2]", "", "score", "hinge(score, %1$s)", "accuracy");
    }

    /** One of several classes. */
    public static Goal classes(int count) {
        return new Goal(
                "class[" + count + "]", "", "logits", "sparse_categorical_crossentropy(logits, %1$s)", "accuracy, f1");
    }

    /** Several labels, of which each is there or not. */
    public static Goal labels(int count) {
        return new Goal("labels[" + count + "]", "", "logits", "binary_crossentropy(logits, %1$s)", "");
    }

    /** An order of the rows of a group. */
    public static Goal order(int truncation) {
        var loss = "lambdarank(score, %1$s, group: " + GROUP + ", truncation: " + truncation + ")";
        return new Goal(numbers(1), "", "score", loss, "");
    }

    /** Whether a column says which rows belong together, which is none of the trees' features. */
    public boolean hasGroup() {
        return loss.contains(GROUP);
    }

    /** Numbers that no loss of the language learns. */
    public static Goal scores() {
        return new Goal("", "", "score", "", "");
    }
}
