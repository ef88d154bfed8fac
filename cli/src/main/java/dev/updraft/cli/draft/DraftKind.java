package dev.updraft.cli.draft;

/** What learns in a drafted model. */
public enum DraftKind {
    /** A small network, with a linear path beside the deep one. */
    NETWORK("network", 200, """
                    network {
                        %input -> encode -> features
                        features -> dense(%outputs) -> wide
                        features -> dense(64, activation: relu) -> dense(32, activation: relu) -> dense(%outputs) -> deep
                        wide + deep -> %output
                    }
            """),
    /** Weights of the encoded columns. */
    LINEAR("linear model", 0, """
                    network { %input -> %encode -> %linear -> %output }
            """),
    /** Trees, as many as the validation bears. */
    TREES("boosted trees", 0, """
                    network { %input -> boosted_trees(trees: 500%width) -> %output }
            """),
    /** A forest, which needs no validation. */
    FOREST("random forest", 0, """
                    network { %input -> random_forest(trees: 200%width) -> %output }
            """);

    private static final String RECENT = """
                    network {
                        %input -> encode -> flatten -> features
                        features -> dense(%outputs) -> wide
                        features -> dropout(0.3) -> dense(16, activation: relu) -> dense(%outputs, kernel_initializer: zeros) -> deep
                        wide + deep -> %output
                    }
            """.indent(-4).stripTrailing();
    private static final String RECENT_LINEAR = """
                    network { %input -> %encode -> flatten -> %linear -> %output }
            """.indent(-4).stripTrailing();

    private static final int LARGE = 20_000;
    private static final int BATCH = 32;
    private static final int LARGE_BATCH = 256;

    private final String words;
    private final int epochs;
    private final String network;

    DraftKind(String words, int epochs, String network) {
        this.words = words;
        this.epochs = epochs;
        this.network = network.indent(-4).stripTrailing();
    }

    /** What it is called in a table of results. */
    public String words() {
        return words;
    }

    /**
     * The model from its network on, without the bracket that ends it.
     *
     * @param input name of the group of columns
     * @param encode how columns become numbers for a linear model
     * @param rows how many the table has
     * @param data the table, quoted
     */
    String text(String input, TargetDraft target, String encode, long rows, String data) {
        return text(network, input, target, encode, "0.001") + fit(rows, data, "0.2", "0.2");
    }

    /** Whether it can take rows that follow one another. */
    public boolean takesWindows() {
        return this == NETWORK || this == LINEAR;
    }

    /** As {@link #text} of rows that follow one another: the latest are set aside. */
    String windowText(String input, TargetDraft target, String encode, long rows, String data) {
        return text(this == LINEAR ? RECENT_LINEAR : RECENT, input, target, encode, "0.0003")
                + fit(rows, data, "last(0.1)", "last(0.2)");
    }

    private String text(String layers, String input, TargetDraft target, String encode, String learningRate) {
        var width = target.isOpen() && target.outputs() > 1 ? ", outputs: " + target.outputs() : "";
        var linear =
                target.isQuantity() ? "linear_regression(alpha: 0.001)" : "logistic_regression(c: 1.0" + width + ")";
        return layers.replace("%input", input)
                        .replace("%encode", encode)
                        .replace("%linear", linear)
                        .replace("%outputs", Integer.toString(target.outputs()))
                        .replace("%output", target.output())
                        .replace("%width", width)
                + "\n\n"
                + "    loss      %s(%s, %s)\n".formatted(target.loss(), target.output(), target.name())
                + (epochs > 0 ? "    optimizer adamw(learning_rate: %s)\n".formatted(learningRate) : "")
                + "    metrics   %s\n\n".formatted(target.metrics());
    }

    private String fit(long rows, String data, String validation, String test) {
        if (this == FOREST || this == LINEAR) {
            return "    fit { data: %s, test_split: %s }\n".formatted(data, test);
        }
        var passes =
                epochs > 0 ? "epochs: %s, batch_size: %s, ".formatted(epochs, rows > LARGE ? LARGE_BATCH : BATCH) : "";
        return """
                    fit {
                        %sdata: %s, validation_split: %s, test_split: %s,
                        callbacks: [early_stopping(patience: 20, restore_best: true)]
                    }
                """.formatted(passes, data, validation, test);
    }
}
