package dev.updraft.data.internal.formats;

import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.DataException;
import dev.updraft.data.Progress;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Decodes many image files into one piece of memory, on all processors. */
final class ImageDecoder {

    private static final int REPORT_EVERY = 200;

    private final List<Path> files;
    private final Shape image;
    private final MemorySegment pixels;
    private final String description;
    private final Progress progress;

    private int next;
    private int done;
    private int failedAt = Integer.MAX_VALUE;
    private @Nullable DataException failure;

    /**
     * @param image what each image must be: height, width, and 1 channel for grey or 3 for red, green, blue
     * @param pixels room for all of them
     * @param description what to call them in progress
     */
    ImageDecoder(List<Path> files, Shape image, MemorySegment pixels, String description, Progress progress) {
        this.files = files;
        this.image = image;
        this.pixels = pixels;
        this.description = description;
        this.progress = progress;
    }

    /** @throws DataException for the first file that is broken or of another size */
    void run() {
        var workers = Math.min(Runtime.getRuntime().availableProcessors(), files.size());
        try (var executor = Executors.newFixedThreadPool(
                workers, Thread.ofPlatform().daemon().name("updraft-images-", 0).factory())) {
            for (var i = 0; i < workers; i++) {
                executor.execute(this::work);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void work() {
        for (var index = take(); index >= 0; index = take()) {
            try {
                decode(index);
                finished();
            } catch (DataException e) {
                failed(index, e);
            } catch (RuntimeException | Error e) {
                failed(index, new DataException(files.get(index) + ": cannot be read: " + e, e));
            }
        }
    }

    private void decode(int index) {
        try (var file = ImageFile.open(files.get(index))) {
            if (file.height() != image.dim(0) || file.width() != image.dim(1)) {
                throw new DataException(String.format(
                        Locale.ROOT,
                        "%s: is %d pixels high and %d wide, where the images before it are %d and %d; resize it",
                        files.get(index),
                        file.height(),
                        file.width(),
                        image.dim(0),
                        image.dim(1)));
            }
            var bytes = file.decode(image.dim(2));
            MemorySegment.copy(MemorySegment.ofArray(bytes), 0, pixels, (long) index * bytes.length, bytes.length);
        }
    }

    /** Files are taken in order, so that the first broken one is always found. */
    private synchronized int take() {
        return failure == null && next < files.size() ? next++ : -1;
    }

    private synchronized void finished() {
        done++;
        if (done % REPORT_EVERY == 0 || done == files.size()) {
            progress.update(description, done, files.size(), Progress.Unit.IMAGES);
        }
    }

    private synchronized void failed(int index, DataException exception) {
        if (index < failedAt) {
            failedAt = index;
            failure = exception;
        }
    }
}
