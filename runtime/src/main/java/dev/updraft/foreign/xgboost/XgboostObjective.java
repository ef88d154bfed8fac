package dev.updraft.foreign.xgboost;

import dev.updraft.foreign.document.Part;
import dev.updraft.foreign.trees.ForeignException;
import dev.updraft.foreign.trees.Goal;
import java.util.Locale;

/**
 * What XGBoost's trees have learnt.
 *
 * @param link how {@code base_score}, which is a prediction, becomes what trees are added to
 * @param note in what predictions differ from XGBoost's; empty if they are the same
 */
record XgboostObjective(Goal goal, Link link, String note) {
    private static final float LEAST_SHARE = 1e-6f;

    /** How many at the top of a group are compared with the others; XGBoost draws pairs or has 32. */
    private static final int USUAL_TRUNCATION = 30;

    /** What is done with sums to make predictions of them, the other way round. */
    enum Link {
        NONE,
        LOGIT,
        LOG
    }

    private static XgboostObjective of(Goal goal, Link link) {
        return new XgboostObjective(goal, link, "");
    }

    private static XgboostObjective of(Goal goal) {
        return of(goal, Link.NONE);
    }

    /** That of a file. */
    static XgboostObjective of(Part objective, int outputs) {
        var name = objective.member("name").text();
        return switch (name) {
            case "reg:squarederror", "reg:linear" -> of(Goal.numbers(outputs, "mse(prediction, %1$s)"));
            case "reg:absoluteerror" -> of(Goal.numbers(outputs, "mae(prediction, %1$s)"));
            case "reg:squaredlogerror" -> of(Goal.numbers(outputs, "msle(prediction, %1$s)"));
            case "reg:pseudohubererror" ->
                of(pseudoHuber(outputs, setting(objective, "pseudo_huber_param", "huber_slope", 1)));
            case "reg:quantileerror" -> quantile(objective, outputs);
            case "reg:logistic" -> of(Goal.shares(outputs), Link.LOGIT);
            case "reg:gamma" -> of(Goal.logarithms(outputs, "gamma(logarithm, %1$s)"), Link.LOG);
            case "reg:tweedie" ->
                of(
                        Goal.logarithms(
                                outputs,
                                "tweedie(logarithm, %1$s, power: "
                                        + text(setting(
                                                objective, "tweedie_regression_param", "tweedie_variance_power", 1.5))
                                        + ")"),
                        Link.LOG);
            case "count:poisson" -> of(Goal.counts(outputs), Link.LOG);
            case "binary:logistic" -> of(outputs == 1 ? Goal.twoClasses() : Goal.labels(outputs), Link.LOGIT);
            case "binary:logitraw" ->
                new XgboostObjective(
                        outputs == 1 ? Goal.twoClasses() : Goal.labels(outputs),
                        Link.NONE,
                        "binary:logitraw predicts sums of leaves, the model their probabilities; its value `"
                                + (outputs == 1 ? "logit" : "logits") + "` is the sums");
            case "binary:hinge" -> {
                requireOne(objective, name, outputs);
                yield of(Goal.margin());
            }
            case "multi:softmax", "multi:softprob" -> of(Goal.classes(outputs));
            case "rank:ndcg" -> of(Goal.order(USUAL_TRUNCATION));
            case "rank:pairwise", "rank:map" ->
                new XgboostObjective(
                        Goal.order(USUAL_TRUNCATION),
                        Link.NONE,
                        "the trees have learnt " + name + "; `evaluate` reports 1 - NDCG@10, and more trees would learn"
                                + " lambdarank");
            default ->
                throw new ForeignException(
                        objective.file(),
                        "learnt `" + name + "`, which cannot be imported; docs/importing-trees.md lists what can");
        };
    }

    private static void requireOne(Part objective, String name, int outputs) {
        if (outputs != 1) {
            throw new ForeignException(
                    objective.file(),
                    "learnt `" + name + "` for " + outputs + " outputs, of which only one can be imported; train a"
                            + " model for each");
        }
    }

    private static XgboostObjective quantile(Part objective, int outputs) {
        requireOne(objective, "reg:quantileerror", outputs);
        var settings = objective.find("quantile_loss_param");
        var alpha = settings == null ? null : settings.find("quantile_alpha");
        var quantile = alpha == null ? "0.5" : alpha.text().strip().replaceFirst("^\\[(.*)\\]$", "$1");
        try {
            return of(
                    Goal.numbers(1, "quantile(prediction, %1$s, quantile: " + text(Float.parseFloat(quantile)) + ")"));
        } catch (NumberFormatException _) {
            throw objective.wrong("`quantile_alpha` is no number");
        }
    }

    private static Goal pseudoHuber(int outputs, double slope) {
        var s = text(slope);
        return Goal.numbers(
                outputs, "mean(%s ** 2 * (sqrt(1 + ((prediction - %%1$s) / %s) ** 2) - 1))".formatted(s, s));
    }

    private static double setting(Part objective, String group, String name, double usual) {
        var settings = objective.find(group);
        var found = settings == null ? null : settings.find(name);
        return found == null ? usual : found.number();
    }

    /** As XGBoost means it, whose numbers are float32. */
    private static String text(double number) {
        return new java.math.BigDecimal(Float.toString((float) number))
                .toPlainString()
                .toLowerCase(Locale.ROOT);
    }

    /** What trees are added to, of a prediction without any; in float32, as XGBoost computes it. */
    float sum(float prediction) {
        return switch (link) {
            case NONE -> prediction;
            case LOGIT -> {
                var share = Math.min(Math.max(prediction, LEAST_SHARE), 1 - LEAST_SHARE);
                yield (float) -Math.log(1 / share - 1);
            }
            case LOG -> (float) Math.log(prediction);
        };
    }
}
