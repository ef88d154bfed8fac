package dev.updraft.foreign.lightgbm;

import dev.updraft.foreign.trees.ForeignException;
import dev.updraft.foreign.trees.Goal;
import java.math.BigDecimal;
import java.util.List;

/**
 * What LightGBM's trees have learnt.
 *
 * @param scale what leaves are multiplied with, so that predictions follow from their sums as in the language
 * @param note in what predictions differ from LightGBM's; empty if they are the same
 */
record LightgbmObjective(Goal goal, double scale, String note) {
    private static final String UNTRAINED = "the model predicts scores, and cannot be trained";

    private static final int USUAL_TRUNCATION = 30;

    private static LightgbmObjective of(Goal goal) {
        return new LightgbmObjective(goal, 1, "");
    }

    static LightgbmObjective of(LightgbmText text, int outputs) {
        var said = text.head().find("objective");
        var words = List.of((said == null ? "custom" : said.strip()).split(" +", -1));
        var name = words.getFirst();
        if (words.contains("sqrt")) {
            throw refused(text, name + " with reg_sqrt");
        }
        return switch (name) {
            case "regression" -> of(Goal.numbers(outputs, "mse(prediction, %1$s)"));
            case "regression_l1" -> of(Goal.numbers(outputs, "mae(prediction, %1$s)"));
            case "mape" -> of(Goal.numbers(outputs, "mape(prediction, %1$s)"));
            case "huber" ->
                of(Goal.numbers(outputs, "huber(prediction, %1$s, delta: " + setting(text, "alpha", "0.9") + ")"));
            case "fair" -> of(fair(outputs, setting(text, "fair_c", "1")));
            case "quantile" ->
                of(Goal.numbers(
                        outputs, "quantile(prediction, %1$s, quantile: " + setting(text, "alpha", "0.9") + ")"));
            case "poisson" -> of(Goal.counts(outputs));
            case "gamma" -> of(Goal.logarithms(outputs, "gamma(logarithm, %1$s)"));
            case "tweedie" ->
                of(Goal.logarithms(
                        outputs,
                        "tweedie(logarithm, %1$s, power: " + setting(text, "tweedie_variance_power", "1.5") + ")"));
            case "cross_entropy" -> of(Goal.shares(outputs));
            case "binary" -> new LightgbmObjective(Goal.twoClasses(), sigmoid(text, words), "");
            case "multiclass" -> of(Goal.classes(outputs));
            case "multiclassova" ->
                new LightgbmObjective(
                        Goal.labels(outputs),
                        sigmoid(text, words),
                        "each class has a probability of its own (multiclassova), and the model predicts for each whether"
                                + " that is above a half; LightGBM's class is the one whose is highest");
            case "lambdarank" -> of(Goal.order(truncation(text)));
            case "rank_xendcg" ->
                new LightgbmObjective(
                        Goal.order(USUAL_TRUNCATION),
                        1,
                        "the trees have learnt rank_xendcg; `evaluate` reports 1 - NDCG@10, and more trees would learn"
                                + " lambdarank");
            case "custom", "none" ->
                new LightgbmObjective(
                        Goal.scores(), 1, "the file does not say what the trees have learnt: " + UNTRAINED);
            default -> throw refused(text, name);
        };
    }

    private static ForeignException refused(LightgbmText text, String name) {
        return new ForeignException(
                text.head().file(),
                "learnt `" + name + "`, which cannot be imported; docs/importing-trees.md lists what can");
    }

    private static Goal fair(int outputs, String c) {
        return Goal.numbers(
                outputs,
                "mean(%s ** 2 * (abs(prediction - %%1$s) / %s - log(1 + abs(prediction - %%1$s) / %s)))"
                        .formatted(c, c, c));
    }

    private static int truncation(LightgbmText text) {
        var name = "lambdarank_truncation_level";
        try {
            var level = Integer.parseInt(
                    text.parameters().getOrDefault(name, "" + USUAL_TRUNCATION).strip());
            if (level > 0) {
                return level;
            }
        } catch (NumberFormatException _) {
            throw text.head().wrong("`" + name + "` is no whole number");
        }
        throw text.head().wrong("`" + name + "` is below 1");
    }

    /** A parameter of training, as the language writes a number. */
    private static String setting(LightgbmText text, String name, String usual) {
        return decimal(text, name, text.parameters().getOrDefault(name, usual)).toPlainString();
    }

    private static BigDecimal decimal(LightgbmText text, String name, String number) {
        try {
            var found = new BigDecimal(number.strip());
            if (Math.abs(found.scale()) < 100 && found.precision() < 100) {
                return found;
            }
        } catch (NumberFormatException _) {
            throw text.head().wrong("`" + name + "` is no number");
        }
        throw text.head().wrong("`" + name + "` is " + number);
    }

    private static double sigmoid(LightgbmText text, List<String> words) {
        for (var word : words) {
            if (word.startsWith("sigmoid:")) {
                return decimal(text, "sigmoid", word.substring("sigmoid:".length()))
                        .doubleValue();
            }
        }
        return 1;
    }
}
