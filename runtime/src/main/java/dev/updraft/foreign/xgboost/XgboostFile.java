package dev.updraft.foreign.xgboost;

import dev.updraft.foreign.document.Part;
import dev.updraft.foreign.trees.ForeignException;
import dev.updraft.foreign.trees.ForeignTrees;
import dev.updraft.trees.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A model of XGBoost, as {@code save_model} writes it. */
public final class XgboostFile {
    private static final int MOST_OUTPUTS = 100_000;

    private final Part learner;
    private final Part booster;
    private final int[] version;

    private XgboostFile(Part document) {
        learner = document.member("learner");
        booster = learner.member("gradient_booster");
        var said = document.find("version");
        version = said == null ? new int[0] : said.wholes(0, 1 << 20);
    }

    /**
     * The trees of a model.
     *
     * @throws ForeignException if there are none, it is damaged, or it does what no model of the language does
     */
    public static ForeignTrees read(Part document) {
        return new XgboostFile(document).trees();
    }

    private ForeignTrees trees() {
        var name = booster.member("name").text();
        if (name.equals("gblinear")) {
            throw refused("is a linear model (gblinear), not trees; what it does is a dense(1) in a network");
        }
        var parameters = learner.member("learner_model_param");
        var outputs = Math.max(1, Math.max(count(parameters, "num_class"), count(parameters, "num_target")));
        var objective = XgboostObjective.of(learner.member("objective"), outputs);
        // What drops trees has been a booster around another; now it is the other, with weights.
        var isWrapped = booster.find("model") == null;
        var model = (isWrapped ? booster.member("gbtree") : booster).member("model");
        var all = model.member("trees").elements();
        if (all.isEmpty()) {
            throw refused("has no trees");
        }
        var features = XgboostFeatures.of(learner, model, all, count(parameters, "num_feature"));
        var weights = weights(booster.find("weight_drop"), model.find("weight_drop"), all.size());
        var outputOf = model.member("tree_info").wholes(0, outputs - 1, all.size());
        var read = new ArrayList<Tree>();
        for (var tree = 0; tree < all.size(); tree++) {
            requireNumbers(all.get(tree));
            read.add(XgboostTree.of(all.get(tree), features, weights[tree]));
        }
        return new ForeignTrees(
                "XGBoost" + shownVersion(),
                features,
                objective.goal(),
                base(parameters.member("base_score"), outputs, objective),
                byOutput(read, outputOf, outputs, model.member("tree_info")),
                notes(objective, all.size() / outputs));
    }

    private static int count(Part parameters, String name) {
        var found = parameters.find(name);
        return found == null ? 0 : found.whole(name.equals("num_feature") ? Integer.MAX_VALUE : MOST_OUTPUTS);
    }

    private ForeignException refused(String problem) {
        return new ForeignException(learner.file(), problem);
    }

    private String shownVersion() {
        return Arrays.stream(version)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(".", version.length == 0 ? "" : " ", ""));
    }

    private void requireNumbers(Part tree) {
        var parameters = tree.find("tree_param");
        var size = parameters == null ? null : parameters.find("size_leaf_vector");
        if (size != null && size.number() > 1) {
            throw refused(
                    "its trees have several numbers in a leaf (multi_strategy: multi_output_tree), which cannot be"
                            + " imported; train it with multi_strategy: one_output_per_tree");
        }
    }

    /** What the leaves of each tree are multiplied with. */
    private static float[] weights(@Nullable Part ofBooster, @Nullable Part ofModel, int trees) {
        var weights = new float[trees];
        Arrays.fill(weights, 1);
        var part = ofBooster == null ? ofModel : ofBooster;
        if (part != null) {
            var found = part.numbers();
            if (found.length > trees) {
                throw part.wrong("has " + found.length + " numbers for " + trees + " trees");
            }
            for (var tree = 0; tree < found.length; tree++) {
                weights[tree] = (float) found[tree];
            }
        }
        return weights;
    }

    /** One number, or since version 3.1 a list of them, in a text. */
    private static float[] base(Part part, int outputs, XgboostObjective objective) {
        var text = part.text().strip();
        var isList = text.startsWith("[") && text.endsWith("]");
        var numbers = (isList ? text.substring(1, text.length() - 1) : text).split(",", -1);
        if (numbers.length != 1 && numbers.length != outputs) {
            throw part.wrong("has " + numbers.length + " numbers, expected " + outputs);
        }
        var base = new float[outputs];
        for (var output = 0; output < outputs; output++) {
            var number = numbers[numbers.length == 1 ? 0 : output].strip();
            try {
                base[output] = objective.sum(Float.parseFloat(number));
            } catch (NumberFormatException _) {
                throw part.wrong("is no number");
            }
            if (!Float.isFinite(base[output])) {
                throw part.wrong("is " + number + ", which no prediction can begin with");
            }
        }
        return base;
    }

    /** The first trees of all outputs, then the second ones. */
    private static List<Tree> byOutput(List<Tree> trees, int[] outputOf, int outputs, Part place) {
        var of = new ArrayList<List<Tree>>();
        for (var output = 0; output < outputs; output++) {
            of.add(new ArrayList<>());
        }
        for (var tree = 0; tree < outputOf.length; tree++) {
            of.get(outputOf[tree]).add(trees.get(tree));
        }
        var rounds = of.getFirst().size();
        var ordered = new ArrayList<Tree>();
        for (var output = 0; output < outputs; output++) {
            if (of.get(output).size() != rounds) {
                throw place.wrong("output 0 has " + rounds + " trees and output " + output + " has "
                        + of.get(output).size() + ", expected as many of each");
            }
        }
        for (var round = 0; round < rounds; round++) {
            for (var output = 0; output < outputs; output++) {
                ordered.add(of.get(output).get(round));
            }
        }
        return ordered;
    }

    private List<String> notes(XgboostObjective objective, int rounds) {
        var notes = new ArrayList<String>();
        if (!objective.note().isEmpty()) {
            notes.add(objective.note());
        }
        var attributes = learner.find("attributes");
        var best = attributes == null ? null : attributes.find("best_iteration");
        if (best != null && best.number() + 1 < rounds) {
            var round = Math.round(best.number() + 1);
            notes.add("training was best after round " + round
                    + " and all are imported; to have those up to there, save model[:" + round + "] in Python");
        }
        return notes;
    }
}
