package dev.updraft.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.internal.formats.TarArchive;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is in a file, reading it gives a data set or a {@link DataException} that names the file. */
class FuzzTest {

    private static final byte[] IDX = Samples.idx(5, 2, 2);
    private static final byte[] LABELS = Samples.idxLabels(0, 1, 2, 3, 4);
    private static final byte[] CSV = "a,b,label\n1,2.5,0\n\"3\",-4e2,1\n5,6,\"1\"\n".getBytes(StandardCharsets.UTF_8);
    private static final Shape SQUARE = Shape.of(2, 2, 1);

    private static Path folder = Path.of("");

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = Files.createTempDirectory("fuzz");
    }

    @AfterContainer
    static void removeFolder() throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void anyImagesFile(@ForAll("idxVariants") byte[] content) {
        var images = Samples.write(folder.resolve("images/train-images-idx3-ubyte"), content);
        Samples.write(folder.resolve("images/train-labels-idx1-ubyte"), LABELS);
        assertReadOrRefused(images, Samples.classes(SQUARE, 10));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void anyLabelsFile(@ForAll("labelsVariants") byte[] content) {
        var images = Samples.write(folder.resolve("labels/train-images-idx3-ubyte"), IDX);
        Samples.write(folder.resolve("labels/train-labels-idx1-ubyte"), content);
        assertReadOrRefused(images, Samples.classes(SQUARE, 10));
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void anyBatch(@ForAll("cifarVariants") byte[] content) {
        assertReadOrRefused(
                Samples.write(folder.resolve("data_batch_1.bin"), content), Samples.classes(Shape.of(32, 32, 3), 10));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void anyTable(@ForAll("csvVariants") byte[] content) {
        assertReadOrRefused(Samples.write(folder.resolve("table.csv"), content), Samples.classes(Shape.of(2), 2));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void anyImage(@ForAll("imageVariants") byte[] content) {
        assertReadOrRefused(Samples.write(folder.resolve("image.png"), content), Samples.inputs(Shape.of(4, 4, 3)));
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void anyArchive(@ForAll("archiveVariants") byte[] content) {
        var archive = Samples.write(folder.resolve("archive.tar.gz"), content);
        try {
            TarArchive.extract(archive, List.of("member"), folder.resolve("unpacked"));
        } catch (IOException e) {
            assertThat(folder.resolve("unpacked/member")).doesNotExist();
        }
    }

    @Provide
    Arbitrary<byte[]> idxVariants() {
        return Arbitraries.oneOf(
                variants(IDX), variants(Samples.gzip(IDX)), variants(IDX).map(Samples::gzip));
    }

    @Provide
    Arbitrary<byte[]> labelsVariants() {
        return Arbitraries.oneOf(variants(LABELS), variants(Samples.gzip(LABELS)));
    }

    @Provide
    Arbitrary<byte[]> cifarVariants() {
        return variants(Samples.cifarRecord(1));
    }

    @Provide
    Arbitrary<byte[]> csvVariants() {
        var syntax = Arbitraries.of(
                "a", "1", "-", ".", "e9", ",", "\"", "\n", "\r", " ", "NaN", "ü", "\uFEFF", "label", "\0");
        return Arbitraries.oneOf(
                variants(CSV),
                syntax.list().ofMaxSize(40).map(words -> String.join("", words).getBytes(StandardCharsets.UTF_8)));
    }

    @Provide
    Arbitrary<byte[]> imageVariants() {
        return Arbitraries.oneOf(variants(image("png")), variants(image("jpg")));
    }

    @Provide
    Arbitrary<byte[]> archiveVariants() {
        return variants(new byte[1024]).map(Samples::gzip);
    }

    /** Anything at all, or a valid file with a few bytes changed and perhaps its end cut off. */
    private static Arbitrary<byte[]> variants(byte[] valid) {
        var changes = Combinators.combine(Arbitraries.integers().between(0, valid.length - 1), Arbitraries.bytes())
                .as((place, value) -> new int[] {place, value})
                .list()
                .ofMaxSize(4);
        var length = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(valid.length)),
                Tuple.of(1, Arbitraries.integers().between(0, valid.length)));
        var changed = Combinators.combine(changes, length).as((places, kept) -> {
            var copy = valid.clone();
            places.forEach(change -> copy[change[0]] = (byte) change[1]);
            return Arrays.copyOf(copy, kept);
        });
        return Arbitraries.frequencyOf(
                Tuple.of(9, changed),
                Tuple.of(1, Arbitraries.bytes().array(byte[].class).ofMaxSize(200)));
    }

    private static byte[] image(String format) {
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(4, 4, BufferedImage.TYPE_3BYTE_BGR), format, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void assertReadOrRefused(Path file, DataSpec dataSpec) {
        try {
            assertThat(Samples.read(file, dataSpec).size()).isPositive();
        } catch (DataException e) {
            assertThat(e).hasMessageContaining(folder.toString());
        }
    }
}
