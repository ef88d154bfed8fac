package dev.updraft.compiler.emit.typed;

import javax.lang.model.SourceVersion;

/**
 * Where a model comes from, and where its class goes.
 *
 * @param packageName of the class; empty for none
 * @param fileName of the {@code .model} file, as the class names it: the same on every machine
 */
public record Origin(String packageName, String fileName) {

    /** @throws IllegalArgumentException if Java has no such package */
    public Origin {
        if (!packageName.isEmpty() && !SourceVersion.isName(packageName)) {
            throw new IllegalArgumentException(
                    "`" + packageName + "` is not a valid name of a Java package: expected words with dots between");
        }
    }
}
