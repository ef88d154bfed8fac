package dev.updraft.compiler.emit.typed;

/** The methods that predict. */
record PredictionMembers(Inputs inputs, Answer answer) {
    private static final String WRONG_SIZE = "@throws IllegalArgumentException if it is of another size";

    void add(Members members) {
        for (var sample : inputs.samples(members)) {
            members.add(
                    """
                    public %s predict(%s) {
                        return %s;
                    }
                    """.formatted(
                            answer.type(),
                            sample.declaration(),
                            sample.isArray() ? answer.one(sample.arguments()) : "predict(" + sample.arguments() + ")"),
                    "Predicts one sample.",
                    "@param " + sample.doc(),
                    "@return " + answer.words(),
                    WRONG_SIZE);
        }
        if (inputs.isSingle()) {
            batch(members);
        }
        if (answer.isClass()) {
            probabilities(members);
        }
    }

    private void batch(Members members) {
        var list = members.type("java.util.List");
        members.add(
                """
                public %1$s<%2$s> predict(%1$s<float[]> samples) {
                    return %3$s;
                }
                """.formatted(list, answer.elementType(members), answer.all().replace("\n", "\n    ")),
                "Predicts several samples: faster than one at a time.",
                "@return in the order of the samples, of each " + answer.words());
    }

    private void probabilities(Members members) {
        for (var sample : inputs.samples(members)) {
            members.add(
                    """
                    public float[] probabilities(%s) {
                        return %sprobabilities(%s);
                    }
                    """.formatted(sample.declaration(), sample.isArray() ? "network." : "", sample.arguments()),
                    "Predicts how likely each class is.",
                    "@param " + sample.doc(),
                    "@return probabilities of the classes in order",
                    WRONG_SIZE);
        }
    }
}
