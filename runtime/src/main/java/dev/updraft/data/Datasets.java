package dev.updraft.data;

import dev.updraft.download.CacheFolder;
import dev.updraft.download.Download;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Where data sets are found: by name or by path. */
public final class Datasets {

    private static final NamedDataset MNIST = named(Published.MNIST);
    private static final NamedDataset FASHION_MNIST = named(Published.FASHION_MNIST);
    private static final NamedDataset CIFAR10 = named(Published.CIFAR10);
    private static final List<NamedDataset> NAMED = List.of(MNIST, FASHION_MNIST, CIFAR10);

    private Datasets() {}

    /** The handwritten digits of LeCun, Cortes and Burges: 60,000 and 10,000 images, {@code [28, 28, 1]}, 10 classes. */
    public static NamedDataset mnist() {
        return MNIST;
    }

    /** Zalando's articles of clothing: 60,000 and 10,000 images, {@code [28, 28, 1]}, 10 classes. */
    public static NamedDataset fashionMnist() {
        return FASHION_MNIST;
    }

    /** Krizhevsky's small colour images: 50,000 and 10,000, {@code [32, 32, 3]}, 10 classes. */
    public static NamedDataset cifar10() {
        return CIFAR10;
    }

    /** What {@link #open} knows by name. */
    public static List<String> names() {
        return NAMED.stream().map(NamedDataset::description).toList();
    }

    /**
     * Finds a data set: {@code mnist}, {@code fashion-mnist}, {@code cifar10}, or a file or folder. A name goes before a
     * folder called the same; {@code ./mnist} is the folder.
     *
     * @param nameOrPath as written in a {@code fit} block or on the command line
     * @param folder what a relative path is relative to: the folder of the {@code .model} file, or the working directory
     * @throws DataException if there is no such data
     */
    public static DataSource open(String nameOrPath, Path folder) {
        for (var named : NAMED) {
            if (named.description().equals(nameOrPath)) {
                return named;
            }
        }
        var names = String.join(", ", names());
        try {
            var path = folder.resolve(nameOrPath).normalize();
            if (!Files.exists(path)) {
                throw new DataException(
                        path + ": no such file or folder; give a path that exists, or one of the names " + names);
            }
            return PathSource.of(path);
        } catch (InvalidPathException e) {
            throw new DataException("'" + nameOrPath + "' is neither a path nor one of the names " + names, e);
        }
    }

    private static NamedDataset named(Published published) {
        return new NamedDataset(published, CacheFolder::current, Download.DEFAULT);
    }
}
