package dev.updraft.data.internal.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.data.Progress;
import dev.updraft.data.Samples;
import dev.updraft.data.Split;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arrays that NumPy 2.4 has saved (see {@code npz/README.md}), and files that it would not have. */
class NpzFileTest {
    private static final Path TWO = Path.of("src/test/resources/npz/two.npz").toAbsolutePath();
    private static final Path PARTS =
            Path.of("src/test/resources/npz/parts.npz").toAbsolutePath();
    private static final DataSpec.Target LABEL =
            new DataSpec.Target("label", new TargetType.Classes(2, List.of("cat", "dog")));
    private static final DataSpec.Target BOX = new DataSpec.Target("box", new TargetType.Reals(Shape.of(2)));

    @TempDir
    private Path folder;

    private static DataSpec spec(List<DataSpec.Input> inputs, DataSpec.Target... targets) {
        return new DataSpec(
                inputs,
                List.of(targets),
                Arrays.stream(targets).map(DataSpec.Target::name).toList());
    }

    private static DataSpec.Input input(String name, int... shape) {
        return new DataSpec.Input(name, Shape.of(shape));
    }

    @Test
    void arraysOfAllOrdersAndTypesAreFoundByName() {
        var data = Samples.read(TWO, spec(List.of(input("size", 2), input("image", 4, 4, 1)), LABEL, BOX));

        assertThat(data.size()).isEqualTo(60);
        assertThat(data.inputs())
                .containsExactly(new Dataset.Input("size", Shape.of(2)), new Dataset.Input("image", Shape.of(4, 4, 1)));
        // np.load("two.npz"): size[:2] is float64 in Fortran's order, box[0] big-endian, label[:3] text
        assertThat(Samples.input(data, 0)).containsExactly(new float[] {0.4287798f, 0.660267f}, within(1e-6f));
        assertThat(Samples.input(data, 1)[0]).isEqualTo(0.05670669f, within(1e-6f));
        assertThat(List.of(Samples.label(data, 0), Samples.label(data, 1), Samples.label(data, 2)))
                .containsExactly(1, 1, 0);
        assertThat(data.targets().getFirst()).isEqualTo(new Dataset.Target.Classes("label", List.of("cat", "dog"), 1));
    }

    @Test
    void partsAndUsualNamesAreKnown() {
        var spec = new DataSpec(Shape.of(3, 3, 1), new TargetType.Classes(2, List.of()), "y");
        var source = Datasets.open(PARTS.toString(), Path.of(""));

        assertThat(source.split()).isTrue();
        assertThat(source.read(Split.TRAIN, spec, Progress.NONE).size()).isEqualTo(20);
        var test = source.read(Split.TEST, spec, Progress.NONE);
        assertThat(test.size()).isEqualTo(6);
        assertThat(test.description()).endsWith("parts.npz (test)");
    }

    @Test
    void whatDoesNotFitIsRefusedWithItsArray() {
        refused(TWO, spec(List.of(input("picture", 4, 4, 1), input("size", 2))), "has no array `picture`", "unused");
        refused(
                TWO,
                spec(List.of(input("image", 5, 5, 1))),
                "array `image` has samples of shape [4, 4, 1]",
                "[5, 5, 1]");
        refused(TWO, spec(List.of(input("image", 4, 4, 1), input("unused", 1))), "has 3 samples", "has 60");
        refused(TWO, spec(List.of(input("label", 1))), "contains text, where numbers are expected");
        var numbers = new DataSpec.Target("label", new TargetType.Reals(Shape.of(2)));
        assertThat(Samples.read(TWO, spec(List.of(input("image", 16)), numbers))
                        .targets()
                        .getFirst())
                .isEqualTo(new Dataset.Target.Reals("label", 2));
        var classes = new DataSpec.Target("box", new TargetType.Classes(3, List.of()));
        refused(TWO, spec(List.of(input("image", 16)), classes), "array `box` has the shape [60, 2]", "one class");
        var others = new DataSpec.Target("label", new TargetType.Classes(2, List.of("fish", "dog")));
        refused(
                TWO,
                spec(List.of(input("image", 16)), others),
                "two.npz: the label 'cat' is not one of the model's classes");
    }

    @Test
    void hostileHeadersAreRefusedBeforeMemoryIsTaken() throws IOException {
        var spec = spec(List.of(input("x", 1)));
        refused(zip("{'descr': '<f4', 'fortran_order': False, 'shape': (2000000000, 1), }", 8), spec, "it is damaged");
        refused(zip("{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296,), }", 8), spec, "below 2147483648");
        refused(zip("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 1), }", 8), spec, "ends too early");
        refused(zip("{'descr': '<c16', 'fortran_order': False, 'shape': (1, 1), }", 16), spec, "array `x`", "c16");
        refused(
                zip("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", 4),
                spec,
                "its elements are [(");
        refused(zip("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 1), }", 0), spec, "has no samples");
        refused(zip("{'descr': '<f4', 'shape': (1, 1), }", 4), spec, "has no order or shape");
        refused(Files.writeString(folder.resolve("none.npz"), "PK no zip"), spec, "is not an .npz file");
    }

    @Property(tries = 300)
    void whateverTheBytesTheAnswerIsAMessage(@ForAll @Size(max = 120) byte[] header) throws IOException {
        var file = Files.createTempFile("odd", ".npz");
        try {
            write(file, new String(header, StandardCharsets.ISO_8859_1), 8);
            assertThatThrownBy(() -> Samples.read(file, spec(List.of(input("x", 1)))))
                    .isInstanceOf(DataException.class);
        } finally {
            Files.delete(file);
        }
    }

    private Path zip(String header, int bytes) throws IOException {
        return write(folder.resolve("made.npz"), header, bytes);
    }

    private static Path write(Path file, String header, int bytes) throws IOException {
        var array = new ByteArrayOutputStream();
        array.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        var text = header.getBytes(StandardCharsets.ISO_8859_1);
        array.write(ByteBuffer.allocate(2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) text.length)
                .array());
        array.write(text);
        array.write(new byte[bytes]);
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("x.npy"));
            zip.write(array.toByteArray());
            zip.closeEntry();
        }
        return file;
    }

    private static void refused(Path file, DataSpec spec, String... words) {
        assertThatThrownBy(() -> Samples.read(file, spec))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll(words);
    }
}
