package dev.updraft.data;

import dev.updraft.data.internal.formats.TableFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What in a folder is called {@code train}, {@code validation} or {@code test}, be it a folder, a table or an {@code .npz} file.
 * Null where there is no such part.
 */
record FolderParts(
        @Nullable Path train,
        @Nullable Path validation,
        @Nullable Path test) {
    private static final List<String> TRAIN = List.of("train");
    private static final List<String> VALIDATION = List.of("validation", "valid", "val", "dev");
    private static final List<String> TEST = List.of("test");
    private static final Pattern NPZ = Pattern.compile("(?i).*\\.npz");

    /**
     * The parts in a folder.
     *
     * @param entries what it holds
     * @throws DataException if two may be its validation part
     */
    static FolderParts of(Path folder, List<Path> entries) {
        return new FolderParts(
                part(folder, entries, TRAIN), part(folder, entries, VALIDATION), part(folder, entries, TEST));
    }

    boolean isEmpty() {
        return train == null && validation == null && test == null;
    }

    private static @Nullable Path part(Path folder, List<Path> entries, List<String> names) {
        var found = entries.stream()
                .filter(entry -> names.contains(stem(entry)))
                .filter(entry -> Files.isDirectory(entry)
                        || TableFormat.matches(entry)
                        || NPZ.matcher(entry.getFileName().toString()).matches())
                .toList();
        var different = found.stream().map(FolderParts::stem).distinct().count();
        if (different > 1) {
            throw new DataException(folder + ": has both " + found.getFirst().getFileName() + " and "
                    + found.getLast().getFileName()
                    + ", each of which may be the validation data; rename one, or name the files in the `fit` block with"
                    + " data:, validation: and test:");
        }
        return found.stream()
                .filter(entry -> entry.getFileName().toString().endsWith(".csv"))
                .findFirst()
                .or(() -> found.stream().filter(Files::isDirectory).findFirst())
                .orElse(found.isEmpty() ? null : found.getFirst());
    }

    /** {@code train} of {@code Train.csv.gz}; of a folder its whole name. */
    private static String stem(Path entry) {
        var name = entry.getFileName().toString().toLowerCase(Locale.ROOT);
        var dot = name.indexOf('.');
        return dot < 0 || Files.isDirectory(entry) ? name : name.substring(0, dot);
    }

    /** Whether a folder of this name is a part. */
    static boolean isPart(Path folder) {
        var name = stem(folder);
        return TRAIN.contains(name) || VALIDATION.contains(name) || TEST.contains(name);
    }
}
