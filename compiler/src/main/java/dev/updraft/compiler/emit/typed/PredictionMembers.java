package dev.updraft.compiler.emit.typed;

/** The methods that predict. */
record PredictionMembers(Inputs inputs, OutputType outputType) {

    void add(Members members) {
        for (var sample : inputs.samples(members)) {
            members.add(
                    """
                    public %s predict(%s) {
                        return %s;
                    }
                    """.formatted(
                                    outputType.type(),
                                    sample.declaration(),
                                    sample.isTaken()
                                            ? outputType.one(inputs.receiver(), sample.arguments())
                                            : "predict(" + sample.arguments() + ")"),
                    "Predicts one sample.",
                    "@param " + sample.doc(),
                    "@return " + outputType.words(),
                    refused(members) + inputs.refusal());
        }
        batch(members);
        if (outputType.isClass()) {
            probabilities(members);
        }
        if (outputType instanceof OutputType.Cluster cluster) {
            ofClusters(cluster, members);
        }
        if (!inputs.isRecord() && !inputs.isRow()) {
            intoRoom(members);
        }
        members.add(
                """
                public void batch(%s calls) {
                    network.batch(calls);
                }
                """.formatted(members.type("dev.updraft.Batching")),
                "From now on, computes predictions of several threads that come close together at once.");
    }

    private void intoRoom(Members members) {
        switch (outputType) {
            case OutputType.Named _, OutputType.Numbered _ ->
                intoRoom(
                        members,
                        "probabilities",
                        "Writes how likely each class is: into room of the caller's, so that nothing is allocated.",
                        "@param probabilities receives the probabilities of the classes in order");
            case OutputType.Cluster cluster ->
                intoRoom(
                        members,
                        "values",
                        "Predicts one sample into room of the caller's, so that nothing is allocated.",
                        "@param values receives " + ofClusters(cluster));
            case OutputType.Places _, OutputType.Several _ -> {}
            case OutputType.Reals reals -> {
                if (!reals.isSingle()) {
                    intoRoom(
                            members,
                            "values",
                            "Predicts one sample into room of the caller's, so that nothing is allocated.",
                            "@param values receives " + outputType.words());
                }
            }
        }
    }

    private void intoRoom(Members members, String room, String doc, String roomDoc) {
        for (var sample : inputs.samples(members)) {
            if (sample.isTaken()) {
                members.add(
                        """
                        public void %s(%s, float[] %s) {
                            network.write%s(%s, %s);
                        }
                        """.formatted(
                                        room.equals("values") ? "predict" : room,
                                        sample.declaration(),
                                        room,
                                        room.equals("values") ? "Values" : "Probabilities",
                                        sample.arguments(),
                                        room),
                        doc,
                        "@param " + sample.doc(),
                        roomDoc,
                        refused(members) + "one is of another size");
            }
        }
    }

    private static String refused(Members members) {
        return "@throws %s if ".formatted(members.type("java.lang.IllegalArgumentException"));
    }

    private void batch(Members members) {
        var given = inputs.isRecord() ? "inputs" : inputs.isRow() ? "rows" : "samples";
        var isJoined = inputs.isRecord() && !inputs.isWritten();
        members.add(
                """
                public %1$s<%2$s> predict(%1$s<%3$s> %4$s) {
                %5$s    return %6$s;
                }
                """.formatted(
                                members.type("java.util.List"),
                                outputType.elementType(members),
                                inputs.elementType(members),
                                given,
                                isJoined ? joining(members) : "",
                                outputType
                                        .all(inputs.receiver(), isJoined ? "samples" : given)
                                        .replace("\n", "\n    ")),
                "Predicts several samples: faster than one at a time.",
                "@return in the order of the samples, of each " + outputType.words());
    }

    private String joining(Members members) {
        return """
                var samples = inputs.stream()
                        .map(%s -> network.joined(%s))
                        .toList();
            """.formatted(
                inputs.sampleVariable(), inputs.samples(members).getFirst().arguments());
    }

    private static String ofClusters(OutputType.Cluster cluster) {
        return cluster.isDistance()
                ? "the distances from the clusters in order"
                : "the probabilities of the clusters in order";
    }

    private void ofClusters(OutputType.Cluster cluster, Members members) {
        for (var sample : inputs.samples(members)) {
            members.add(
                    """
                    public float[] %s(%s) {
                        return %s;
                    }
                    """.formatted(
                                    cluster.isDistance() ? "distances" : "probabilities",
                                    sample.declaration(),
                                    sample.isTaken()
                                            ? "%s.values(%s)".formatted(inputs.receiver(), sample.arguments())
                                            : "%s(%s)"
                                                    .formatted(
                                                            cluster.isDistance() ? "distances" : "probabilities",
                                                            sample.arguments())),
                    cluster.isDistance() ? "Predicts how far each cluster is." : "Predicts how likely each cluster is.",
                    "@param " + sample.doc(),
                    "@return " + ofClusters(cluster),
                    refused(members) + inputs.refusal());
        }
    }

    private void probabilities(Members members) {
        for (var sample : inputs.samples(members)) {
            members.add(
                    """
                    public float[] probabilities(%s) {
                        return %sprobabilities(%s);
                    }
                    """.formatted(
                            sample.declaration(), sample.isTaken() ? inputs.receiver() + "." : "", sample.arguments()),
                    "Predicts how likely each class is.",
                    "@param " + sample.doc(),
                    "@return probabilities of the classes in order",
                    refused(members) + inputs.refusal());
        }
    }
}
