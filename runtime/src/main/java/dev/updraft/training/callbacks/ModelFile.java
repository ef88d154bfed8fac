package dev.updraft.training.callbacks;

import dev.updraft.training.Training;
import dev.updraft.weights.WeightsException;
import java.nio.file.Path;

/** Where a callback saves the model. */
final class ModelFile {
    private ModelFile() {}

    /** Whether it could be saved; if not, that is told, and training goes on. */
    static boolean save(String writer, Training training, Path file) {
        try {
            training.save(file);
            return true;
        } catch (WeightsException e) {
            training.notice(writer + " has not saved the model of epoch " + training.epoch() + ": " + e.getMessage()
                    + "; training continues");
            return false;
        }
    }
}
