package dev.updraft.cli.commands;

import dev.updraft.Model;
import dev.updraft.cli.output.Output;
import dev.updraft.cli.output.UserMistake;
import dev.updraft.compiler.catalog.Catalog;
import dev.updraft.compiler.diagnostics.render.Printable;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.Optimizer;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.data.Dataset;
import dev.updraft.history.LearningRateRange;
import dev.updraft.history.LearningRateRange.Point;
import dev.updraft.training.FitOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What {@code train --find-learning-rate} does in place of training. */
final class LearningRateSearch {
    /** The picture, beside where the weights would go. */
    static final String PICTURE = "learning-rate.svg";

    private static final int STEPS_PER_NOTE = 30;

    private LearningRateSearch() {}

    /** That a model descends in steps, whose length a learning rate is. */
    static void requireSteps(LayerGraph model) {
        var trees = model.trees();
        if (trees != null) {
            throw new UserMistake("--find-learning-rate is for networks, and `" + Catalog.nameOf(trees.layer())
                    + "` grows trees, each on all samples: omit it"
                    + (((TreeLayer) trees.layer()).kind().isMean()
                            ? ""
                            : "; a learning_rate between 0.02 and 0.3 is usual, the smaller the more trees"));
        }
        if (model.optimizer() instanceof Optimizer.Lbfgs) {
            throw new UserMistake(
                    "--find-learning-rate is not for lbfgs, which finds the length of its steps itself:" + " omit it");
        }
    }

    /** Tries learning rates and tells which one to use; changes neither the model nor a file but the picture. */
    static void run(Model model, Dataset data, FitOptions options, Path picture, Output say) {
        say.note("Trying learning rates on " + data.description());
        var range = model.findLearningRate(data, options, progress(say));
        if (range.points().isEmpty()) {
            throw new UserMistake("the loss is not finite in the first step, before any rate has an effect: look for"
                    + " extreme values in " + data.description());
        }
        var problem = save(range, picture);
        if (problem != null) {
            say.warning("no picture was written: " + problem);
        }
        var suggestion = range.suggestion();
        var advice = suggestion.isPresent()
                ? "Suggested learning rate: " + rate(suggestion.getAsDouble()) + ", at which the loss falls fastest"
                : "No learning rate can be suggested, as the loss never falls: look at the data and the model";
        var text = "\nTried " + range.points().size() + " learning rates up to "
                + rate(range.points().getLast().learningRate())
                + (range.diverged() ? ", where the loss exploded" : "") + "\n" + advice
                + (problem == null ? "\nPicture: " + Printable.line(picture.toString()) : "");
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("model", model.compiled().name());
        fields.put("suggestion", suggestion.isPresent() ? suggestion.getAsDouble() : null);
        fields.put("diverged", range.diverged());
        fields.put("learning_rates", values(range, Point::learningRate));
        fields.put("losses", values(range, Point::loss));
        fields.put("smoothed_losses", values(range, Point::smoothedLoss));
        if (problem == null) {
            fields.put("picture", picture.toString());
        }
        say.result(text, fields);
    }

    private static Object values(LearningRateRange range, ToDoubleFunction<Point> value) {
        return range.points().stream().map(value::applyAsDouble).toList();
    }

    private static Consumer<Point> progress(Output say) {
        var steps = new int[1];
        return point -> {
            if (steps[0]++ % STEPS_PER_NOTE == 0) {
                say.note(String.format(
                        Locale.ROOT,
                        "%4d  learning rate %s  loss %.4g",
                        steps[0],
                        rate(point.learningRate()),
                        point.loss()));
            }
        };
    }

    private static @Nullable String save(LearningRateRange range, Path picture) {
        try {
            range.plot().save(picture);
            return null;
        } catch (RuntimeException e) {
            return e.getMessage();
        }
    }

    private static String rate(double rate) {
        return String.format(Locale.ROOT, "%.1e", rate);
    }
}
