package dev.updraft.data.internal.formats;

import static java.awt.image.BufferedImage.TYPE_3BYTE_BGR;
import static java.awt.image.BufferedImage.TYPE_4BYTE_ABGR;
import static java.awt.image.BufferedImage.TYPE_BYTE_BINARY;
import static java.awt.image.BufferedImage.TYPE_BYTE_GRAY;
import static java.awt.image.BufferedImage.TYPE_BYTE_INDEXED;
import static java.awt.image.BufferedImage.TYPE_USHORT_GRAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.data.Progress;
import dev.updraft.data.Samples;
import dev.updraft.data.Split;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderTest {

    private static final Shape COLOUR = Shape.of(2, 3, 3);
    private static final Shape GREY = Shape.of(2, 3, 1);

    @TempDir
    Path folder;

    private Path png(String name, int rgb) {
        return Samples.image(folder.resolve(name), TYPE_3BYTE_BGR, 3, 2, rgb);
    }

    @Test
    void foldersAreClassesInTheirOrder() throws IOException {
        png("dog/1.png", 0x010203);
        png("cat/b.png", 0x040506);
        png("cat/a.PNG", 0x070809);
        Files.writeString(folder.resolve("cat/.DS_Store"), "left by a desktop");

        var data = Samples.read(folder, Samples.classes(COLOUR, 2));

        assertThat(data.targets().getFirst()).isEqualTo(new Dataset.Target.Classes(List.of("cat", "dog")));
        assertThat(data.size()).isEqualTo(3);
        assertThat(Samples.input(data, 0)).startsWith(7, 8, 9).hasSize(18);
        assertThat(Samples.input(data, 1)).startsWith(4, 5, 6);
        assertThat(Samples.label(data, 1)).isZero();
        assertThat(Samples.label(data, 2)).isEqualTo(1);
    }

    @Test
    void theModelsNamesDecideTheNumbersOfClasses() {
        png("cat/1.png", 0);
        png("dog/1.png", 0);

        var data = Samples.read(folder, Samples.named(COLOUR, "dog", "cow", "cat"));

        assertThat(Samples.label(data, 0)).isEqualTo(2);
        assertThat(Samples.label(data, 1)).isZero();
    }

    @Test
    void jpegIsReadUpToItsLosses() {
        Samples.image(folder.resolve("cat/1.jpg"), TYPE_3BYTE_BGR, 3, 2, 0x6496C8);
        Samples.image(folder.resolve("dog/1.jpeg"), TYPE_BYTE_GRAY, 3, 2, 0xFFFFFF);

        var data = Samples.read(folder, Samples.classes(COLOUR, 2));

        assertThat(Samples.input(data, 0)[0]).isCloseTo(0x64, within(3f));
        assertThat(Samples.input(data, 0)[1]).isCloseTo(0x96, within(3f));
        assertThat(Samples.input(data, 0)[2]).isCloseTo(0xC8, within(3f));
        assertThat(Samples.input(data, 1)).startsWith(255, 255, 255);
    }

    @Test
    void coloursBecomeTheirBrightnessForAGreyModel() {
        png("cat/1.png", 0xFF0000);
        png("dog/1.png", 0xFFFFFF);

        var data = Samples.read(folder, Samples.classes(GREY, 2));

        assertThat(Samples.input(data, 0)).hasSize(6).containsOnly(76);
        assertThat(Samples.input(data, 1)).containsOnly(255);
    }

    @ParameterizedTest
    @ValueSource(ints = {TYPE_BYTE_GRAY, TYPE_USHORT_GRAY})
    void greyValuesAreReadAsTheyAreStored(int type) {
        var image = new BufferedImage(3, 2, type);
        image.getRaster().setSample(0, 0, 0, type == TYPE_BYTE_GRAY ? 100 : 100 << 8);
        Samples.write(folder.resolve("cat/1.png"), image);
        Samples.write(folder.resolve("dog/1.png"), image);

        assertThat(Samples.input(Samples.read(folder, Samples.classes(GREY, 2)), 0))
                .containsExactly(100, 0, 0, 0, 0, 0);
        assertThat(Samples.input(Samples.read(folder, Samples.classes(COLOUR, 2)), 0))
                .startsWith(100, 100, 100, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {TYPE_4BYTE_ABGR, TYPE_BYTE_INDEXED, TYPE_BYTE_BINARY})
    void otherKindsOfPngAreReadToo(int type) {
        Samples.image(folder.resolve("cat/1.png"), type, 3, 2, 0xFFFFFFFF);
        Samples.image(folder.resolve("dog/1.png"), type, 3, 2, 0xFF000000);

        var data = Samples.read(folder, Samples.classes(COLOUR, 2));

        assertThat(Samples.input(data, 0)).containsOnly(255);
        assertThat(Samples.input(data, 1)).containsOnly(0);
    }

    @Test
    void toPredictFromAFolderOfImagesOrOneImageWillDo() {
        var image = png("1.png", 0x010203);
        png("2.png", 0x040506);

        assertThat(Samples.read(folder, Samples.inputs(COLOUR)).size()).isEqualTo(2);
        assertThat(Samples.input(Samples.read(image, Samples.inputs(COLOUR)), 0))
                .startsWith(1, 2, 3);
        assertRefused(Samples.classes(COLOUR, 2), "has no class folders");
    }

    @Test
    void progressEndsWithAllImages() {
        for (var i = 0; i < 250; i++) {
            png(i % 2 + "/" + i + ".png", i);
        }
        var last = new AtomicLong();

        Datasets.open(".", folder).read(Split.TRAIN, Samples.classes(COLOUR, 2), (_, done, total, unit) -> {
            assertThat(total).isEqualTo(250);
            assertThat(unit).isEqualTo(Progress.Unit.IMAGES);
            assertThat(last.getAndSet(done)).isLessThan(done);
        });

        assertThat(last).hasValue(250);
    }

    @Test
    void anImageOfAnotherSizeIsNamed() {
        png("cat/1.png", 0);
        Samples.image(folder.resolve("dog/odd.png"), TYPE_3BYTE_BGR, 4, 2, 0);

        assertRefused(Samples.classes(COLOUR, 2), "odd.png: is 2 pixels high and 4 wide", "2 and 3");
        assertRefused(Samples.classes(Shape.of(5, 5, 3), 2), "1.png: images are [2, 3, 3]", "[5, 5, 3]");
        assertRefused(Samples.classes(Shape.of(2, 3, 2), 2), "has 2; change the model's input");
    }

    @Test
    void whatIsNoImageIsNamed() {
        png("cat/1.png", 0);
        Samples.write(folder.resolve("dog/notes.txt"), "no image");
        assertRefused(Samples.classes(COLOUR, 2), "notes.txt: is neither a PNG nor a JPEG image");
    }

    @Test
    void brokenImagesAreNamed() throws IOException {
        var image = png("cat/1.png", 0x123456);
        var content = Files.readAllBytes(image);
        Samples.write(folder.resolve("dog/cut.png"), Arrays.copyOf(content, content.length / 2));
        assertRefused(Samples.classes(COLOUR, 2), "cut.png: is a damaged image");
    }

    @Test
    void emptyFoldersAndFoldersWithinClassesAreNamed() throws IOException {
        assertRefused(Samples.classes(COLOUR, 2), "is empty; it should contain train/ and test/");
        png("cat/1.png", 0);
        Files.createDirectory(folder.resolve("dog"));
        assertRefused(Samples.classes(COLOUR, 2), "dog: is empty; PNG or JPEG images are expected");
        png("dog/inner/1.png", 0);
        assertRefused(Samples.classes(COLOUR, 2), "inner: is a folder, where an image is expected");
    }

    @Test
    void theFoldersMustFitTheModelsClasses() {
        png("cat/1.png", 0);
        png("dog/1.png", 0);

        assertRefused(Samples.classes(COLOUR, 3), "has 2 class folders (cat, dog), but the model has 3");
        assertRefused(Samples.named(COLOUR, "cat", "cow"), "dog: is not one of the model's classes (cat, cow)");
    }

    private void assertRefused(DataSpec dataSpec, String... message) {
        assertThatThrownBy(() -> Samples.read(folder, dataSpec))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll(message);
    }
}
