package dev.updraft.compiler.emit.typed;

import dev.updraft.compiler.source.PackedModel;

/** How one comes by an object of the class: new, or with the weights of a file. */
record FactoryMembers(String className, Inputs inputs) {
    void add(Members members) {
        var model = members.type("dev.updraft.TypedModel");
        members.add("private final %s network;".formatted(model));
        if (inputs.isWritten()) {
            members.add("private final %s<%s> predictor;"
                    .formatted(members.type("dev.updraft.TypedPredictor"), inputs.elementType(members)));
        }
        members.add("""
                private %1$s(%2$s network) {
                    this.network = network;
                %3$s}
                """.formatted(
                        className,
                        model,
                        inputs.isWritten()
                                ? "    predictor = network.predictor(%s::writeSample);\n".formatted(className)
                                : ""));
        create(members, model);
        load(members, model);
        members.add("""
                private static %1$s compiled() {
                    // Opened here: a named module gives its resources to its own classes alone.
                    var packed = %3$s.class.getResourceAsStream("%3$s%4$s");
                    return %2$s.packed(%3$s.class, packed);
                }
                """.formatted(
                        members.type("dev.updraft.CompiledModel"),
                        members.type("dev.updraft.Updraft"),
                        className,
                        PackedModel.SUFFIX));
    }

    private void create(Members members, String model) {
        members.add(
                """
                public static %1$s create() {
                    return new %1$s(%2$s.create(compiled()));
                }
                """.formatted(className, model),
                "With initial weights, to be trained, on the device that the file names.");
        members.add(
                """
                public static %1$s create(%3$s device) {
                    return new %1$s(%2$s.create(compiled(), device));
                }
                """.formatted(className, model, device(members)), "With initial weights, to be trained, on a device.");
    }

    private void load(Members members, String model) {
        var path = members.type("java.nio.file.Path");
        var refused =
                "@throws dev.updraft.weights.WeightsException if the file cannot be read, or its weights were trained with"
                        + " another architecture: the message names the first layer that differs";
        members.add(
                """
                public static %1$s load(%3$s weights) {
                    return new %1$s(%2$s.load(compiled(), weights));
                }
                """.formatted(className, model, path),
                "With the weights that {@link #save} wrote, on the device that the file names.",
                refused);
        members.add(
                """
                public static %1$s load(%3$s weights, %4$s device) {
                    return new %1$s(%2$s.load(compiled(), weights, device));
                }
                """.formatted(className, model, path, device(members)),
                "With the weights that {@link #save} wrote, on a device.",
                refused);
    }

    private static String device(Members members) {
        return members.type("dev.updraft.Device");
    }
}
