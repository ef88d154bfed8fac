package dev.updraft.data.internal.formats;

import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.Progress;
import dev.updraft.data.internal.ImageDataset;
import dev.updraft.data.internal.Targets;
import dev.updraft.files.FileName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A folder with a folder of PNG or JPEG images for each class, the classes in alphabetical order. To predict from, also a
 * folder of images, or one image. All images are of one size; whether they are read as grey or in colour is the model's
 * choice.
 */
public record ImageFolder(Path root) implements Format {

    @Override
    public Dataset read(DataSpec dataSpec, Progress progress) {
        var samples = samples(dataSpec);
        var image = image(samples.files.getFirst(), dataSpec);
        var pixels = ImageDataset.allocate(root.toString(), samples.files.size(), image);
        new ImageDecoder(samples.files, image, pixels, root.toString(), progress).run();
        var labels = samples.labels.stream().mapToInt(Integer::intValue).toArray();
        var targets = Targets.ofLabels(
                labels, samples.classNames, dataSpec, i -> samples.files.get(i).toString());
        var files = dataSpec.target() == null ? samples.files : List.<Path>of();
        return new ImageDataset(samples.files.size(), dataSpec.input(), pixels, targets, root.toString(), files);
    }

    private record Samples(List<Path> files, List<Integer> labels, List<String> classNames) {}

    private Samples samples(DataSpec dataSpec) {
        var folders = Files.isDirectory(root) ? subfolders(root) : List.<Path>of();
        if (folders.isEmpty()) {
            if (dataSpec.target() != null) {
                throw new DataException(root
                        + ": has no class folders; put the images of each class into a folder named after the class");
            }
            var files = Files.isDirectory(root) ? images(root) : List.of(root);
            return new Samples(files, Collections.nCopies(files.size(), 0), List.of());
        }
        var names = folders.stream().map(ImageFolder::className).toList();
        var classNames = classNames(names, dataSpec);
        var files = new ArrayList<Path>();
        var labels = new ArrayList<Integer>();
        for (var i = 0; i < folders.size(); i++) {
            var images = images(folders.get(i));
            files.addAll(images);
            labels.addAll(Collections.nCopies(images.size(), classNames.indexOf(names.get(i))));
        }
        return new Samples(files, labels, classNames);
    }

    /** Two names that cannot be read would be the same class. */
    private static String className(Path folder) {
        return FileName.of(folder)
                .orElseThrow(() -> new DataException(
                        folder + ": the name of this class folder cannot be read in this locale; " + FileName.ADVICE));
    }

    /** The classes' names in the order of their numbers: the model's if it has any, else the folders'. */
    private List<String> classNames(List<String> folders, DataSpec dataSpec) {
        if (dataSpec.target() instanceof TargetType.Classes(var _, var names, var _) && !names.isEmpty()) {
            for (var folder : folders) {
                if (!names.contains(folder)) {
                    throw new DataException(root + "/" + folder + ": is not one of the model's classes ("
                            + String.join(", ", names) + "); rename or move the folder");
                }
            }
            return names;
        }
        var count = switch (dataSpec.target()) {
            case null -> folders.size();
            case TargetType.Classes(var classes, var _, var _) -> classes;
            case TargetType.Labels(var labels, var _) -> labels;
            case TargetType.Reals(var shape) -> (int) Math.max(2, shape.elementsPerSample());
        };
        if (folders.size() != count) {
            throw new DataException(root + ": has " + folders.size() + " class folders ("
                    + folders.stream().limit(10).collect(Collectors.joining(", "))
                    + (folders.size() > 10 ? ", …" : "") + "), but the model has " + count
                    + " classes; change the model's target or the folders");
        }
        return folders;
    }

    /** What every image must be: of the first one's size, if that fits the model. */
    private Shape image(Path first, DataSpec dataSpec) {
        try (var file = ImageFile.open(first)) {
            var pixels = (long) file.height() * file.width();
            var input = dataSpec.input();
            var channels = input.rank() == 3 ? input.dim(2) : input.elementsPerSample() == 3 * pixels ? 3 : 1;
            if (channels != 1 && channels != 3) {
                throw new DataException(
                        root + ": images have 1 channel (grey) or 3 (red, green, blue), but the model's input " + input
                                + " has " + channels + "; change the model's input");
            }
            var image = Shape.of(file.height(), file.width(), channels);
            dataSpec.requireImages(first.toString(), image);
            return image;
        }
    }

    private static List<Path> images(Path folder) {
        var images = visible(folder);
        if (images.isEmpty()) {
            throw new DataException(folder + ": is empty; PNG or JPEG images are expected");
        }
        return images;
    }

    static List<Path> subfolders(Path folder) {
        return visible(folder).stream().filter(Files::isDirectory).toList();
    }

    /** What a folder holds, in alphabetical order, without what desktops leave behind. */
    public static List<Path> visible(Path folder) {
        try (var entries = Files.list(folder)) {
            return entries.filter(entry -> {
                        var name = entry.getFileName().toString();
                        return !name.startsWith(".") && !name.equals("Thumbs.db") && !name.equals("desktop.ini");
                    })
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw ByteReader.failure(folder, e);
        }
    }
}
