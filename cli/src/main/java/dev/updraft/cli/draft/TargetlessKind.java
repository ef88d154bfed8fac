package dev.updraft.cli.draft;

/** What learns in a drafted model without a target. */
public enum TargetlessKind {
    /** Groups of rows. */
    CLUSTERS("finds groups of rows", "--set clusters=4 finds as many; the highest silhouette fits best", "Which rows of %s are alike.", "(clusters: int = 3)", """
                network { %input -> encode -> k_means(clusters: clusters) -> cluster }

                metrics silhouette, inertia
                fit     { data: %data, test_split: 0.2 }
            """),
    /** Rows unlike the others. */
    ANOMALIES("finds rows unlike the others", "--set contamination=0.05 takes that share of the rows", "Which rows of %s are unlike the others.", "(contamination: float = 0.02)", """
                network { %input -> encode -> isolation_forest(contamination: contamination) -> oddness }

                fit { data: %data }
            """);

    private final String words;
    private final String advice;
    private final String doc;
    private final String parameters;
    private final String rest;

    TargetlessKind(String words, String advice, String doc, String parameters, String rest) {
        this.words = words;
        this.advice = advice;
        this.doc = doc;
        this.parameters = parameters;
        this.rest = rest;
    }

    /** What the model does. */
    public String words() {
        return words;
    }

    /** What can be changed when it is trained. */
    public String advice() {
        return advice;
    }

    /** What it does with the table, with a place for its name. */
    String doc() {
        return doc;
    }

    /** What {@code --set} can change. */
    String parameters() {
        return parameters;
    }

    /** From the network on, without the bracket that ends the model. */
    String rest(String input, String data) {
        return rest.replace("%input", input).replace("%data", data);
    }
}
