package dev.updraft.data.internal.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.Samples;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFilesTest {

    private static final Shape TWO_BY_TWO = Shape.of(2, 2, 1);
    private static final DataSpec TEN_CLASSES = Samples.classes(TWO_BY_TWO, 10);

    @TempDir
    Path folder;

    private Path pair(byte[] images, byte[] labels) {
        Samples.write(folder.resolve("train-labels-idx1-ubyte"), labels);
        return Samples.write(folder.resolve("train-images-idx3-ubyte"), images);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPairOfFilesGivesImagesAndLabelsPackedOrNot(boolean packed) {
        var images = Samples.idx(3, 2, 2);
        var labels = Samples.idxLabels(7, 0, 9);
        var data = Samples.read(
                pair(packed ? Samples.gzip(images) : images, packed ? Samples.gzip(labels) : labels), TEN_CLASSES);

        assertThat(data.size()).isEqualTo(3);
        assertThat(data.inputs().getFirst().shape()).isEqualTo(TWO_BY_TWO);
        assertThat(Samples.input(data, 1)).containsExactly(4, 5, 6, 7);
        assertThat(List.of(Samples.label(data, 0), Samples.label(data, 1), Samples.label(data, 2)))
                .containsExactly(7, 0, 9);
        assertThat(data.targets().getFirst())
                .isEqualTo(new Dataset.Target.Classes(List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")));
    }

    @Test
    void bytesAreUnsigned() {
        var data = Samples.read(pair(Samples.idx(65, 2, 2), Samples.idxLabels(new int[65])), TEN_CLASSES);

        assertThat(Samples.input(data, 63)).containsExactly(252, 253, 254, 255);
    }

    @Test
    void aFlatInputTakesImagesToo() {
        var data = Samples.read(pair(Samples.idx(1, 2, 2), Samples.idxLabels(0)), Samples.classes(Shape.of(4), 10));

        assertThat(data.inputs().getFirst().shape()).isEqualTo(Shape.of(4));
        assertThat(Samples.input(data, 0)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void aTargetOfRealNumbersGetsRowsOfZerosWithAOne() {
        var data = Samples.read(pair(Samples.idx(2, 2, 2), Samples.idxLabels(2, 0)), Samples.reals(TWO_BY_TWO, 3));

        assertThat(data.targets().getFirst()).isEqualTo(new Dataset.Target.Reals(3));
        assertThat(Samples.reals(data, 0)).containsExactly(0, 0, 1);
        assertThat(Samples.reals(data, 1)).containsExactly(1, 0, 0);
    }

    @Test
    void oneRealNumberIsWhetherItIsTheSecondClass() {
        var data = Samples.read(pair(Samples.idx(2, 2, 2), Samples.idxLabels(1, 0)), Samples.reals(TWO_BY_TWO, 1));

        assertThat(Samples.reals(data, 0)).containsExactly(1);
        assertThat(Samples.reals(data, 1)).containsExactly(0);
    }

    @Test
    void toPredictFromNoLabelsAreNeeded() {
        var images = Samples.write(folder.resolve("train-images-idx3-ubyte"), Samples.idx(2, 2, 2));

        var data = Samples.read(images, Samples.inputs(TWO_BY_TWO));

        assertThat(data.targets()).isEmpty();
        assertThatThrownBy(() -> Samples.read(images, TEN_CLASSES))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("has no labels file next to it");
    }

    @Test
    void cutFilesAreRefused() {
        var images = Samples.idx(3, 2, 2);
        var labels = Samples.idxLabels(1, 2, 3);

        assertRefused(
                Arrays.copyOf(images, 20), labels, "train-images-idx3-ubyte: its header declares [3, 2, 2]", "has 20");
        assertRefused(Arrays.copyOf(images, 7), labels, "ends within its header");
        assertRefused(images, Arrays.copyOf(labels, 10), "train-labels-idx1-ubyte", "has 10");
        var packed = Samples.gzip(images);
        assertRefused(Arrays.copyOf(packed, packed.length / 2), labels, "train-images-idx3-ubyte", "download it again");
        assertRefused(Samples.gzip(Arrays.copyOf(images, 23)), labels, "ends within image 2 of 3");
        assertRefused(new byte[0], labels, "ends within its header");
    }

    @Test
    void whatIsNoIdxFileIsRefused() {
        var labels = Samples.idxLabels(1);

        assertRefused("hello, world".getBytes(StandardCharsets.UTF_8), labels, "not an IDX file", "68656c6c");
        assertRefused(Samples.idxHeader(0x0D03, 1, 2, 2), labels, "elements of type 0x0d");
        assertRefused(Samples.idxLabels(1, 2), labels, "has 1 axes");
        assertRefused(Samples.concat(Samples.idx(1, 2, 2), new byte[3]), labels, "contradicts its header");
        assertRefused(Samples.gzip(Samples.concat(Samples.idx(1, 2, 2), new byte[3])), labels, "has extra data after");
    }

    @Test
    void labelsAndImagesMustBeAsMany() {
        assertRefused(Samples.idx(3, 2, 2), Samples.idxLabels(1, 2), "has 2 labels", "has 3 images");
    }

    @Test
    void aLabelOutsideTheClassesIsNamedWithItsRecord() {
        assertRefused(
                Samples.idx(3, 2, 2),
                Samples.idxLabels(1, 10, 3),
                "train-labels-idx1-ubyte: record 2: label 10",
                "10 classes");
    }

    @Test
    void imagesOfAnotherSizeThanTheModelsAreRefused() {
        assertRefused(Samples.idx(3, 2, 3), Samples.idxLabels(1, 2, 3), "images are [2, 3, 1]", "input is [2, 2, 1]");
    }

    @Test
    void absurdHeadersTakeNoMemory() {
        var labels = Samples.idxLabels(1);

        assertRefused(Samples.idxHeader(0x0803, Integer.MAX_VALUE, 2, 2), labels, "2147483647, 2, 2", "has 16");
        assertRefused(
                Samples.gzip(Samples.idxHeader(0x0803, Integer.MAX_VALUE, 2, 2)), labels, "cannot unpack to more");
        assertRefused(
                Samples.idxHeader(0x0803, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE),
                labels,
                "less than a terabyte");
        assertRefused(Samples.idxHeader(0x0803, 0, 2, 2), labels, "sizes of at least 1");
        assertRefused(Samples.idxHeader(0x0803, -1, 2, 2), labels, "sizes of at least 1");
    }

    private void assertRefused(byte[] images, byte[] labels, String... message) {
        var path = pair(images, labels);
        assertThatThrownBy(() -> Samples.read(path, TEN_CLASSES))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll(message);
    }
}
