package dev.updraft.compiler.emit.typed;

/** The methods that every model has. */
final class LifecycleMembers {
    private LifecycleMembers() {}

    static void add(Members members) {
        var string = members.type("java.lang.String");
        members.add(
                """
                public void save(%s weights) {
                    network.save(weights);
                }
                """.formatted(members.type("java.nio.file.Path")),
                "Writes the weights as a safetensors file, or replaces it in one moment.",
                "@throws dev.updraft.weights.WeightsException if it cannot be written");
        members.add("""
                public %s summary() {
                    return network.summary();
                }
                """.formatted(string), "The table of layers, shapes and parameter counts.");
        members.add(
                """
                public %s model() {
                    return network.model();
                }
                """.formatted(members.type("dev.updraft.Model")),
                "The model itself, for everything else. Not while another thread trains.");
        members.add(
                """
                @%s
                public void close() {
                    network.close();
                }
                """.formatted(members.type("java.lang.Override")),
                "Frees its memory, after running predictions have ended.");
    }
}
