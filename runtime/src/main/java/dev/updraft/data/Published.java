package dev.updraft.data;

import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.internal.formats.CifarBatches;
import dev.updraft.download.RemoteFile;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is known of a published data set.
 *
 * @param subfolder where in its folder the files to read are
 */
record Published(
        String name,
        Shape image,
        List<String> classNames,
        List<RemoteFile> trainFiles,
        List<RemoteFile> testFiles,
        String subfolder) {

    /** LeCun, Cortes and Burges; the host it was first published on no longer serves it. */
    static final Published MNIST = idx(
            "mnist",
            IntStream.range(0, 10).mapToObj(Integer::toString).toList(),
            List.of(
                    "https://ossci-datasets.s3.amazonaws.com/mnist/",
                    "https://storage.googleapis.com/cvdf-datasets/mnist/"),
            List.of(
                    new Content(9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
                    new Content(28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
                    new Content(1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
                    new Content(4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6")));

    /** Xiao, Rasul and Vollgraf, arXiv:1708.07747. */
    static final Published FASHION_MNIST = idx(
            "fashion-mnist",
            List.of(
                    "T-shirt/top",
                    "Trouser",
                    "Pullover",
                    "Dress",
                    "Coat",
                    "Sandal",
                    "Shirt",
                    "Sneaker",
                    "Bag",
                    "Ankle boot"),
            List.of(
                    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
                    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
            List.of(
                    new Content(26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
                    new Content(29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
                    new Content(4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
                    new Content(5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5")));

    /** Krizhevsky, "Learning multiple layers of features from tiny images", 2009. */
    static final Published CIFAR10 = cifar10("https://www.cs.toronto.edu/~kriz/");

    List<RemoteFile> files(Split split) {
        return switch (split) {
            case TRAIN -> trainFiles;
            case VALIDATION, TEST -> testFiles;
        };
    }

    private record Content(long bytes, String sha256) {}

    /** @param contents of training images and labels, then test images and labels */
    private static Published idx(String name, List<String> classNames, List<String> mirrors, List<Content> contents) {
        var names = List.of(
                "train-images-idx3-ubyte.gz",
                "train-labels-idx1-ubyte.gz",
                "t10k-images-idx3-ubyte.gz",
                "t10k-labels-idx1-ubyte.gz");
        var files = IntStream.range(0, names.size())
                .mapToObj(i -> file(mirrors, names.get(i), contents.get(i), List.of()))
                .toList();
        return new Published(name, Shape.of(28, 28, 1), classNames, files.subList(0, 2), files.subList(2, 4), "");
    }

    private static Published cifar10(String mirror) {
        var folder = "cifar-10-batches-bin";
        var members = Stream.concat(
                        IntStream.rangeClosed(1, 5).mapToObj(batch -> "data_batch_" + batch + ".bin"),
                        Stream.of("test_batch.bin"))
                .map(name -> folder + "/" + name)
                .toList();
        var content = new Content(170_052_171, "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd");
        var archive = List.of(file(List.of(mirror), "cifar-10-binary.tar.gz", content, members));
        return new Published("cifar10", Shape.of(32, 32, 3), CifarBatches.CLASS_NAMES, archive, archive, folder);
    }

    private static RemoteFile file(List<String> mirrors, String name, Content content, List<String> members) {
        var urls = mirrors.stream().map(mirror -> URI.create(mirror + name)).toList();
        return new RemoteFile(name, urls, content.bytes, content.sha256, members);
    }
}
