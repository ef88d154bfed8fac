package dev.updraft.compiler.emit.typed;

import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.compiler.layers.LayerGraph;
import java.util.Locale;

/** What trains and evaluates, where the model says how. */
final class TrainingMembers {
    private static final String SPLIT = "dev.updraft.compiler.layers.DataSplit";

    private TrainingMembers() {}

    /** Adds the settings of the {@code fit} block as a constant. */
    static void settings(LayerGraph graph, Members members) {
        if (canTrain(graph)) {
            var fit = graph.fit();
            members.add(
                    String.format(
                            Locale.ROOT,
                            """
                    public static final %1$s FIT = %1$s.NONE
                            .withEpochs(%2$s)
                            .withBatchSize(%3$s)
                            .withValidationSplit(%4$s)
                            .withShuffle(%5$s);
                    """,
                            options(members),
                            fit.epochs(),
                            fit.batchSize(),
                            split(fit.validationSplit(), members),
                            fit.shuffle()),
                    "Settings of the file's {@code fit} block.");
        }
    }

    private static String split(DataSplit split, Members members) {
        return switch (split) {
            case DataSplit.Random(var share) -> Double.toString(share);
            case DataSplit.Last(var share, var column)
            when column == null -> members.type(SPLIT) + ".last(" + share + ")";
            case DataSplit.Last(var share, var column) ->
                members.type(SPLIT) + ".last(" + share + ", " + JavaString.of(column) + ")";
            case DataSplit.Grouped(var column, var share) ->
                members.type(SPLIT) + ".by(" + JavaString.of(column) + ", " + share + ")";
        };
    }

    /** Adds the methods. */
    static void add(LayerGraph graph, Members members) {
        if (canTrain(graph)) {
            fit(members);
        }
        if (canEvaluate(graph)) {
            evaluate(members);
        }
    }

    private static boolean canEvaluate(LayerGraph graph) {
        return graph.hasLoss();
    }

    private static boolean canTrain(LayerGraph graph) {
        return canEvaluate(graph) && (graph.optimizer() != null || graph.trees() != null || graph.isClosed());
    }

    private static void fit(Members members) {
        var history = members.type("dev.updraft.history.History");
        members.add("""
                public %s fit(%s data) {
                    return fit(data, FIT);
                }
                """.formatted(history, data(members)), "Trains as {@link #FIT} says.");
        members.add(
                """
                public %s fit(%s data, %s options, %s... listeners) {
                    return network.fit(data, options, listeners);
                }
                """.formatted(history, data(members), options(members), listener(members)),
                "Trains. Called again, it goes on where the last call ended. Meanwhile others predict with the weights"
                        + " before, but for a first prediction, which waits.",
                "@param options such as {@code FIT.withEpochs(3)}",
                "@throws dev.updraft.data.DataException if the data does not fit the model, or cannot be read");
    }

    private static void evaluate(Members members) {
        members.add(
                """
                public %s evaluate(%s data, %s... listeners) {
                    return network.evaluate(data, listeners);
                }
                """.formatted(members.type("dev.updraft.metrics.Evaluation"), data(members), listener(members)),
                "Compares predictions with the targets of a data set.",
                "@throws dev.updraft.data.DataException if the data does not fit the model, or cannot be read");
    }

    private static String data(Members members) {
        return members.type("dev.updraft.data.Dataset");
    }

    private static String options(Members members) {
        return members.type("dev.updraft.training.FitOptions");
    }

    private static String listener(Members members) {
        return members.type("dev.updraft.training.TrainingListener");
    }
}
