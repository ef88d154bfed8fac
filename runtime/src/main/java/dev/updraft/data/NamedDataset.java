package dev.updraft.data;

import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.data.internal.ImageDataset;
import dev.updraft.data.internal.formats.TarArchive;
import dev.updraft.download.Download;
import dev.updraft.download.RemoteFile;
import dev.updraft.files.FileProblem;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A well-known data set, downloaded into a cache folder when it is first read; see {@link Datasets}. */
public final class NamedDataset implements DataSource {

    private final Published published;
    private final Supplier<Path> cache;
    private final Download download;

    NamedDataset(Published published, Supplier<Path> cache, Download download) {
        this.published = published;
        this.cache = cache;
        this.download = download;
    }

    /** The images to train on; classes are numbers from 0, with their names. */
    public Dataset train() {
        return read(Split.TRAIN, natural(), Progress.NONE);
    }

    /** The images to test on. */
    public Dataset test() {
        return read(Split.TEST, natural(), Progress.NONE);
    }

    @Override
    public String description() {
        return published.name();
    }

    @Override
    public boolean split() {
        return true;
    }

    @Override
    public Dataset read(Split split, DataSpec dataSpec, Progress progress) {
        dataSpec.requireImages(published.name(), published.image());
        var folder = cache.get().resolve(published.name());
        for (var file : published.files(split)) {
            if (!file.present(folder)) {
                provide(file, split, folder, progress);
            }
        }
        var source = PathSource.of(folder.resolve(published.subfolder()), published.classNames());
        return switch (source.read(split, dataSpec, progress)) {
            case ImageDataset images ->
                images.named(published.name() + (split == Split.TRAIN ? " (train)" : " (test)"));
            case Dataset other -> other;
        };
    }

    private DataSpec natural() {
        var classes = new TargetType.Classes(published.classNames().size(), published.classNames());
        return new DataSpec(published.image(), classes, "label");
    }

    private void provide(RemoteFile file, Split split, Path folder, Progress progress) {
        var local = folder.resolve(file.name());
        if (!Files.exists(local)) {
            try {
                download.fetch(
                        file, folder, (name, bytes, total) -> progress.update(name, bytes, total, Progress.Unit.BYTES));
            } catch (IOException e) {
                throw new DataException(byHand(split, folder, e), e);
            }
        }
        if (!file.members().isEmpty()) {
            try {
                TarArchive.extract(local, file.members(), folder);
            } catch (IOException e) {
                throw new DataException(
                        local + ": cannot be unpacked (" + e.getMessage() + "); remove it to download it again", e);
            }
        }
    }

    private static String reason(IOException problem) {
        return problem instanceof FileSystemException failure
                ? failure.getFile() + ": " + FileProblem.reason(failure)
                : String.valueOf(problem.getMessage());
    }

    private String byHand(Split split, Path folder, IOException problem) {
        var files = published.files(split).stream()
                .filter(file -> !file.present(folder))
                .map(file -> "  " + file.name() + "  from " + file.mirrors().getFirst())
                .collect(Collectors.joining("\n"));
        return published.name() + " could not be downloaded: " + reason(problem)
                + "\nTry again, or put these files into " + folder + " by hand:\n" + files
                + "\nSet UPDRAFT_CACHE to keep data sets in another folder.";
    }
}
