package dev.updraft.history;

import dev.updraft.charts.picture.Picture;
import dev.updraft.charts.picture.PictureException;
import dev.updraft.history.internal.LearningCurves;
import dev.updraft.history.internal.RangeCurves;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A chart of learning curves, or of losses over learning rates.
 *
 * {@snippet :
 * history.plot().save(Path.of("curves.svg"));
 * }
 */
public final class Plot {
    private final Picture picture;

    private Plot(Picture picture) {
        this.picture = picture;
    }

    /** The learning curves of a training: loss and metrics, side by side. */
    public static Plot of(History history) {
        return new Plot(Picture.grid("learning curves", LearningCurves.of(history.epochs()), 2));
    }

    /** Losses over the logarithm of the learning rate. */
    static Plot of(LearningRateRange range) {
        return new Plot(RangeCurves.of(range).framed());
    }

    /** The text of the SVG file. */
    public String svg() {
        return picture.svg();
    }

    /**
     * Writes the chart, replacing an existing file.
     *
     * @param file an {@code .svg} file, which works everywhere, or a {@code .png} file, which needs fonts
     * @throws IllegalArgumentException if the name has another extension
     * @throws PictureException if it cannot be drawn or written
     */
    public void save(Path file) {
        var name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        try {
            if (name.endsWith(".svg")) {
                Files.write(file, picture.svg().getBytes(StandardCharsets.UTF_8));
            } else if (name.endsWith(".png")) {
                Files.write(file, picture.png());
            } else {
                throw new IllegalArgumentException(
                        file + ": charts are saved as .svg or .png; use one of these endings");
            }
        } catch (PictureException e) {
            throw new PictureException(file + ": " + e.getMessage() + "; save it as .svg, which needs no fonts", e);
        } catch (IOException e) {
            throw new PictureException(file + ": cannot be written (" + e + ")", e);
        }
    }
}
