package dev.updraft.data.internal.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Datasets;
import dev.updraft.data.Progress;
import dev.updraft.data.Samples;
import dev.updraft.data.Split;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarBatchesTest {

    private static final DataSpec TEN_CLASSES = Samples.classes(Shape.of(32, 32, 3), 10);

    @TempDir
    Path folder;

    @Test
    void planesBecomePixels() {
        var data = Samples.read(Samples.write(folder.resolve("test_batch.bin"), Samples.cifarRecord(9)), TEN_CLASSES);

        assertThat(data.size()).isEqualTo(1);
        assertThat(Samples.label(data, 0)).isEqualTo(9);
        assertThat(Arrays.copyOf(Samples.input(data, 0), 6)).containsExactly(4, 5, 6, 1, 2, 3);
        assertThat(Samples.input(data, 0)).hasSize(3072).endsWith(1, 2, 3);
    }

    @Test
    void aFolderOfBatchesHasTwoPartsReadInTheirOrder() {
        Samples.write(folder.resolve("data_batch_2.bin"), Samples.cifarRecord(2));
        Samples.write(
                folder.resolve("data_batch_1.bin"), Samples.concat(Samples.cifarRecord(1), Samples.cifarRecord(5)));
        Samples.write(folder.resolve("test_batch.bin"), Samples.cifarRecord(3));

        var source = Datasets.open(".", folder);
        var train = source.read(Split.TRAIN, TEN_CLASSES, Progress.NONE);

        assertThat(source.split()).isTrue();
        assertThat(new int[] {Samples.label(train, 0), Samples.label(train, 1), Samples.label(train, 2)})
                .containsExactly(1, 5, 2);
        assertThat(source.read(Split.TEST, TEN_CLASSES, Progress.NONE).size()).isEqualTo(1);
    }

    @Test
    void cutBatchesAreRefused() {
        var file = Samples.write(folder.resolve("data_batch_1.bin"), Arrays.copyOf(Samples.cifarRecord(1), 3000));

        assertThatThrownBy(() -> Samples.read(file, TEN_CLASSES))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("data_batch_1.bin", "has 3000 bytes", "records of 3073");
    }

    @Test
    void aLabelOutsideTheClassesIsNamedWithItsFileAndRecord() {
        Samples.write(folder.resolve("data_batch_1.bin"), Samples.cifarRecord(1));
        Samples.write(
                folder.resolve("data_batch_2.bin"), Samples.concat(Samples.cifarRecord(2), Samples.cifarRecord(11)));

        assertThatThrownBy(() -> Samples.read(folder, TEN_CLASSES))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("data_batch_2.bin: record 2: label 11");
    }
}
