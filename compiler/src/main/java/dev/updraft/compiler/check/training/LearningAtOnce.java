package dev.updraft.compiler.check.training;

import dev.updraft.compiler.diagnostics.Span;
import dev.updraft.compiler.layers.CallbackSettings;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.syntax.SyntaxTree;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model that learns from all samples at once has no use for: an optimizer, and settings of training in steps.
 *
 * @param kind name of the layer that learns
 * @param settings those of the {@code fit} block that mean nothing to it beside those of all, and what to write instead
 */
record LearningAtOnce(String kind, Map<String, String> settings, Report report) {
    private static final Map<String, String> OF_ALL = Map.of(
            "epochs", "remove it: all samples are seen at once",
            "batch_size", "remove it: all samples are seen at once",
            "gradient_accumulation_steps", "remove it: there is no gradient",
            "ema_momentum", "remove it: there are no steps to average over",
            "precision", "remove it: no step multiplies matrices",
            "recompute", "remove it: there is no backward pass");

    /** Says what does not fit. */
    @FunctionalInterface
    interface Report {
        void error(Span place, String message, String help);
    }

    LearningAtOnce {
        var all = new HashMap<>(OF_ALL);
        all.putAll(settings);
        settings = Map.copyOf(all);
    }

    void require(LayerGraph graph, SyntaxTree.@Nullable Optimizer optimizer, SyntaxTree.@Nullable Fit fit) {
        if (optimizer != null) {
            report.error(
                    optimizer.span(),
                    "`%s` learns from all samples at once, and not by an optimizer".formatted(kind),
                    "remove this line");
        }
        if (fit != null) {
            requireSettings(graph, fit);
        }
    }

    private void requireSettings(LayerGraph graph, SyntaxTree.Fit fit) {
        for (var callback : graph.fit().callbacks()) {
            if (callback instanceof CallbackSettings.EarlyStopping
                    || callback instanceof CallbackSettings.ReduceOnPlateau) {
                report.error(
                        fit.span(),
                        "`%s` learns at once, so that there are no epochs to stop or slow down".formatted(kind),
                        "remove early_stopping and reduce_on_plateau");
            }
        }
        for (var setting : fit.settings()) {
            var name = setting.name() == null ? "" : setting.name().text();
            var help = settings.get(name);
            if (help != null) {
                report.error(setting.span(), "`%s` means nothing to `%s`".formatted(name, kind), help);
            }
        }
    }
}
