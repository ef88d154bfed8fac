package dev.updraft.cli.commands;

import java.nio.file.Path;

/** How a model names files: paths are relative to its folder. */
final class ModelPaths {
    private ModelPaths() {}

    /** The path of a file as the model names it: from the model's folder, or the whole path if the file is far from there. */
    static String between(Path model, Path file) {
        var whole = file.toAbsolutePath().normalize();
        var folder = model.toAbsolutePath().normalize().getParent();
        if (folder == null || !whole.getRoot().equals(folder.getRoot())) {
            return slashed(whole);
        }
        var relative = folder.relativize(whole);
        return file.isAbsolute() && relative.startsWith("..") ? slashed(whole) : slashed(relative);
    }

    /** Slashes are understood everywhere. */
    private static String slashed(Path path) {
        return path.toString().replace(path.getFileSystem().getSeparator(), "/");
    }
}
