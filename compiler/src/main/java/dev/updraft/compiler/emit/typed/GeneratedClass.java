package dev.updraft.compiler.emit.typed;

import dev.updraft.compiler.source.PackedModel;

/**
 * The Java source of a model's class.
 *
 * @param packageName of the class; empty for none
 * @param simpleName of the class: the model's, or near it where Java has another use for that
 * @param source the text of {@link #sourcePath}
 */
public record GeneratedClass(String packageName, String simpleName, String source) {

    /** Where the source belongs, from the root of the sources: {@code com/example/Cifar10.java}. */
    public String sourcePath() {
        return path(".java");
    }

    /** Where {@link PackedModel} belongs, from the root of the resources: {@code com/example/Cifar10.updraft}. */
    public String resourcePath() {
        return path(PackedModel.SUFFIX);
    }

    private String path(String suffix) {
        var folder = packageName.isEmpty() ? "" : packageName.replace('.', '/') + "/";
        return folder + simpleName + suffix;
    }
}
