package dev.updraft.data;

import dev.updraft.data.internal.formats.CifarBatches;
import dev.updraft.data.internal.formats.Format;
import dev.updraft.data.internal.formats.IdxFiles;
import dev.updraft.data.internal.formats.ImageFolder;
import dev.updraft.data.internal.formats.NpzFile;
import dev.updraft.data.internal.formats.TableFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file or folder, its format told by the names in it.
 *
 * @param train the training part, or all there is; null if there are others alone
 * @param validation the validation part, or null if there is none
 * @param test the test part, or null if there is none
 */
record PathSource(
        Path path,
        @Nullable Format train,
        @Nullable Format validation,
        @Nullable Format test) implements DataSource {

    private static final Pattern TRAIN_IMAGES = Pattern.compile("train-images[.-]idx[34]-ubyte(\\.gz)?");
    private static final Pattern TEST_IMAGES = Pattern.compile("(t10k|test)-images[.-]idx[34]-ubyte(\\.gz)?");
    private static final Pattern CIFAR_TRAIN = Pattern.compile("data_batch_\\d+\\.bin");
    private static final Pattern CIFAR_TEST = Pattern.compile("test_batch\\.bin");
    private static final Pattern CSV = Pattern.compile("(?i).*\\.csv");
    private static final Pattern NPZ = Pattern.compile("(?i).*\\.npz");
    private static final Pattern IMAGE = Pattern.compile("(?i).*\\.(png|jpe?g)");

    static PathSource of(Path path) {
        return of(path, List.of());
    }

    /** @param classNames names of the classes where files have only numbers, or none */
    static PathSource of(Path path, List<String> classNames) {
        if (Files.isDirectory(path)) {
            return folder(path, classNames);
        }
        if (NPZ.matcher(path.getFileName().toString()).matches()) {
            var parts = NpzFile.parts(path);
            return new PathSource(path, parts.getFirst(), null, parts.size() == 1 ? null : parts.getLast());
        }
        return new PathSource(path, file(path, classNames), null, null);
    }

    private static Format file(Path file, List<String> classNames) {
        var name = file.getFileName().toString();
        if (TableFormat.matches(file)) {
            return new TableFormat(file);
        }
        if (IMAGE.matcher(name).matches()) {
            return new ImageFolder(file);
        }
        if (name.toLowerCase(Locale.ROOT).endsWith(".bin")) {
            return new CifarBatches(List.of(file), file.toString());
        }
        if (name.contains("images")) {
            return idx(file, classNames);
        }
        throw new DataException(
                file + ": has an unsupported format; supported are .csv and other tables (.tsv, .json, .jsonl, .arff,"
                        + " .libsvm, also as .gz, .xlsx, .parquet, .feather), .npz, .png and .jpg, CIFAR-10's .bin, and IDX files with `images-idx3` in their name; if it has one of these formats, rename it"
                        + " accordingly");
    }

    private static PathSource folder(Path folder, List<String> classNames) {
        var entries = ImageFolder.visible(folder);
        if (entries.isEmpty()) {
            throw new DataException(
                    folder + ": is empty; it should contain train/ and test/, class folders with images, IDX"
                            + " files, CIFAR-10's .bin files, or a .csv file");
        }
        var train = first(entries, TRAIN_IMAGES).map(images -> (Format) idx(images, classNames));
        var test = first(entries, TEST_IMAGES).map(images -> (Format) idx(images, classNames));
        if (train.isEmpty() && test.isEmpty()) {
            train = batches(folder, entries, CIFAR_TRAIN, "train");
            test = batches(folder, entries, CIFAR_TEST, "test");
        }
        if (train.isPresent() || test.isPresent()) {
            return new PathSource(folder, train.orElse(null), null, test.orElse(null));
        }
        // A class may well be called `train`, but hardly all of them.
        if (entries.stream().filter(Files::isDirectory).allMatch(FolderParts::isPart)) {
            var parts = FolderParts.of(folder, entries);
            if (!parts.isEmpty()) {
                return new PathSource(
                        folder,
                        part(parts.train(), classNames),
                        part(parts.validation(), classNames),
                        part(parts.test(), classNames));
            }
        }
        return new PathSource(folder, whole(folder, entries), null, null);
    }

    private static @Nullable Format part(@Nullable Path part, List<String> classNames) {
        if (part == null) {
            return null;
        }
        var source = of(part, classNames);
        return source.train != null ? source.train : source.test != null ? source.test : source.validation;
    }

    private static Format whole(Path folder, List<Path> entries) {
        var tables = entries.stream().filter(entry -> matches(entry, CSV)).toList();
        return switch (tables.size()) {
            case 0 -> new ImageFolder(folder);
            case 1 -> new TableFormat(tables.getFirst());
            default ->
                throw new DataException(folder + ": has " + tables.size() + " .csv files; pass the path of one, or"
                        + " name them train.csv, validation.csv and test.csv");
        };
    }

    private static Optional<Format> batches(Path folder, List<Path> entries, Pattern pattern, String part) {
        var files = entries.stream().filter(entry -> matches(entry, pattern)).toList();
        return files.isEmpty() ? Optional.empty() : Optional.of(new CifarBatches(files, folder + " (" + part + ")"));
    }

    private static Optional<Path> first(List<Path> entries, Pattern pattern) {
        return entries.stream().filter(entry -> matches(entry, pattern)).findFirst();
    }

    private static boolean matches(Path entry, Pattern pattern) {
        return pattern.matcher(entry.getFileName().toString()).matches();
    }

    /** The pair of an images file and the labels file beside it, whichever of the two is packed. */
    private static IdxFiles idx(Path images, List<String> classNames) {
        var labels = images.getFileName().toString().replace("images", "labels").replaceFirst("idx[34]", "idx1");
        var unpacked = labels.endsWith(".gz") ? labels.substring(0, labels.length() - 3) : labels;
        var found = List.of(labels, unpacked, unpacked + ".gz").stream()
                .map(images::resolveSibling)
                .filter(Files::isRegularFile)
                .findFirst();
        return new IdxFiles(images, found.orElse(null), classNames);
    }

    @Override
    public String description() {
        return path.toString();
    }

    @Override
    public boolean split() {
        return train != null && test != null;
    }

    @Override
    public boolean hasValidation() {
        return train != null && validation != null;
    }

    @Override
    public Dataset read(Split split, DataSpec dataSpec, Progress progress) {
        var format = switch (split) {
            case TRAIN -> train;
            case VALIDATION -> first(validation, test, train);
            case TEST -> first(test, validation, train);
        };
        if (format == null) {
            throw new DataException(path + ": has " + (test != null ? "test" : "validation")
                    + " data but nothing to train on; add a folder train/ or a file train.csv");
        }
        return format.read(dataSpec, progress);
    }

    private static @Nullable Format first(@Nullable Format... formats) {
        return Stream.of(formats).filter(Objects::nonNull).findFirst().orElse(null);
    }
}
