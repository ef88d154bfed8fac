package dev.updraft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.tensor.Shape;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetsTest {

    private static final DataSpec TABLE = Samples.classes(Shape.of(1), 2);
    private static final DataSpec IMAGES = Samples.classes(Shape.of(1, 1, 3), 2);

    @TempDir
    Path folder;

    private DataSource open() {
        return Datasets.open("data", folder);
    }

    @Test
    void namesGoBeforePaths() {
        assertThat(Datasets.names()).containsExactly("mnist", "fashion-mnist", "cifar10");
        assertThat(Datasets.open("cifar10", folder)).isSameAs(Datasets.cifar10());
        assertThat(Datasets.open("fashion-mnist", folder).split()).isTrue();
    }

    @Test
    void pathsAreRelativeToTheGivenFolder() {
        Samples.write(folder.resolve("data/table.csv"), "a,label\n1,0\n");

        var source = Datasets.open("data/table.csv", folder);

        assertThat(source.description())
                .isEqualTo(folder.resolve("data/table.csv").toString());
        assertThat(source.read(Split.TRAIN, TABLE, Progress.NONE).size()).isEqualTo(1);
    }

    @Test
    void whatIsNotSplitIsItsOwnTestPart() {
        Samples.write(folder.resolve("data/table.csv"), "a,label\n1,0\n");

        assertThat(open().split()).isFalse();
        assertThat(open().read(Split.TEST, TABLE, Progress.NONE).size()).isEqualTo(1);
    }

    @Test
    void tablesNamedTrainAndTestAreParts() {
        Samples.write(folder.resolve("data/train.csv"), "a,label\n1,0\n2,1\n");
        Samples.write(folder.resolve("data/test.csv"), "a,label\n3,0\n");

        assertThat(open().split()).isTrue();
        assertThat(open().read(Split.TRAIN, TABLE, Progress.NONE).size()).isEqualTo(2);
        assertThat(open().read(Split.TEST, TABLE, Progress.NONE).size()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"val", "valid", "validation", "Dev"})
    void tablesOfAnyKindNamedForValidationAreAPart(String name) {
        Samples.write(folder.resolve("data/train.tsv"), "a\tlabel\n1\t0\n2\t1\n");
        Samples.write(folder.resolve("data/" + name + ".csv"), "a,label\n3,0\n");

        assertThat(open().split()).isFalse();
        assertThat(open().hasValidation()).isTrue();
        assertThat(open().read(Split.VALIDATION, TABLE, Progress.NONE).description())
                .endsWith("data/" + name + ".csv");
        assertThat(open().read(Split.TEST, TABLE, Progress.NONE).size()).isEqualTo(1);
    }

    @Test
    void allThreePartsAreTold() {
        for (var name : List.of("train", "valid", "test")) {
            Samples.write(folder.resolve("data/" + name + ".csv"), "a,label\n1,0\n");
        }
        Samples.write(folder.resolve("data/sample_submission.csv"), "id,label\n1,0\n");

        assertThat(open().split()).isTrue();
        assertThat(open().hasValidation()).isTrue();
        for (var split : Split.values()) {
            assertThat(open().read(split, TABLE, Progress.NONE).description())
                    .endsWith(
                            split == Split.VALIDATION
                                    ? "valid.csv"
                                    : split.name().toLowerCase(Locale.ROOT) + ".csv");
        }
    }

    @Test
    void twoPartsThatMayBeTheValidationDataAreRefused() {
        for (var name : List.of("train", "dev", "val")) {
            Samples.write(folder.resolve("data/" + name + ".csv"), "a,label\n1,0\n");
        }

        assertThatThrownBy(this::open)
                .isInstanceOf(DataException.class)
                .hasMessage(folder.resolve("data")
                        + ": has both dev.csv and val.csv, each of which may be the validation data; rename one, or name"
                        + " the files in the `fit` block with data:, validation: and test:");
    }

    @Test
    void foldersNamedTrainValAndTestAreParts() {
        for (var name : List.of(
                "train/a/1",
                "train/b/1",
                "train/b/2",
                "val/a/1",
                "val/b/1",
                "test/a/1",
                "test/b/1",
                "test/b/2",
                "test/b/3")) {
            Samples.image(folder.resolve("data/" + name + ".png"), BufferedImage.TYPE_3BYTE_BGR, 1, 1, 0);
        }

        assertThat(open().split()).isTrue();
        assertThat(open().read(Split.TRAIN, IMAGES, Progress.NONE).size()).isEqualTo(3);
        assertThat(open().read(Split.VALIDATION, IMAGES, Progress.NONE).size()).isEqualTo(2);
        assertThat(open().read(Split.TEST, IMAGES, Progress.NONE).size()).isEqualTo(4);
    }

    @Test
    void aClassMayBeCalledTrain() {
        Samples.image(folder.resolve("data/train/1.png"), BufferedImage.TYPE_3BYTE_BGR, 1, 1, 0);
        Samples.image(folder.resolve("data/bus/1.png"), BufferedImage.TYPE_3BYTE_BGR, 1, 1, 0);

        assertThat(open().split()).isFalse();
        assertThat(open().read(Split.TRAIN, IMAGES, Progress.NONE).size()).isEqualTo(2);
    }

    @Test
    void idxFilesUnderTheirUsualNamesAreParts() {
        Samples.write(folder.resolve("data/train-images-idx3-ubyte.gz"), Samples.gzip(Samples.idx(3, 1, 1)));
        Samples.write(folder.resolve("data/train-labels-idx1-ubyte"), Samples.idxLabels(0, 1, 0));
        Samples.write(folder.resolve("data/t10k-images.idx3-ubyte"), Samples.idx(2, 1, 1));
        Samples.write(folder.resolve("data/t10k-labels.idx1-ubyte.gz"), Samples.gzip(Samples.idxLabels(1, 1)));
        var grey = Samples.classes(Shape.of(1, 1, 1), 2);

        assertThat(open().split()).isTrue();
        assertThat(open().read(Split.TRAIN, grey, Progress.NONE).size()).isEqualTo(3);
        assertThat(open().read(Split.TEST, grey, Progress.NONE).size()).isEqualTo(2);
    }

    @Test
    void aTestPartAloneIsNothingToTrainOn() {
        Samples.write(folder.resolve("data/t10k-images-idx3-ubyte"), Samples.idx(2, 1, 1));

        assertThatThrownBy(() -> open().read(Split.TRAIN, TABLE, Progress.NONE))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("nothing to train on");
    }

    @Test
    void whatIsNotThereOrNotKnownIsRefused() {
        assertThatThrownBy(() -> Datasets.open("mnits", folder))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("mnits: no such file or folder", "mnist, fashion-mnist, cifar10");
        assertThatThrownBy(() -> Datasets.open("a\0b", folder)).isInstanceOf(DataException.class);
        Samples.write(folder.resolve("data/notes.doc"), "text");
        assertThatThrownBy(() -> Datasets.open("data/notes.doc", folder))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("has an unsupported format");
    }

    @Test
    void ofSeveralTablesOneMustBeNamed() {
        Samples.write(folder.resolve("data/a.csv"), "a,label\n1,0\n");
        Samples.write(folder.resolve("data/b.csv"), "a,label\n1,0\n");

        assertThatThrownBy(this::open).isInstanceOf(DataException.class).hasMessageContaining("has 2 .csv files");
    }
}
