package dev.updraft.cli.commands;

import dev.updraft.cli.output.UserMistake;
import dev.updraft.files.AtomicFile;
import dev.updraft.files.FileProblem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that a command writes for the user to go on with.
 *
 * @param force whether one that exists is overwritten
 */
record NewModelFile(boolean force) {

    /** That a path may be written: before anything is read, which may take long. */
    void requireFree(Path path) {
        if (Files.isDirectory(path)) {
            throw new UserMistake(path + ": is a folder; pass --output the name of a file");
        }
        if (!force && Files.exists(path)) {
            throw exists(path);
        }
    }

    private static UserMistake exists(Path path) {
        return new UserMistake(
                path + ": exists already; pass --force to overwrite it, or choose another name with --output");
    }

    /** Writes the text of a model, whole or not at all. */
    void write(Path model, String text) {
        try {
            if (force) {
                AtomicFile.write(model, text);
            } else {
                AtomicFile.create(model, text);
            }
        } catch (FileAlreadyExistsException _) {
            throw exists(model);
        } catch (IOException e) {
            throw new UserMistake(
                    model + ": cannot be written: " + FileProblem.reason(e) + "; choose another file with --output");
        }
    }
}
