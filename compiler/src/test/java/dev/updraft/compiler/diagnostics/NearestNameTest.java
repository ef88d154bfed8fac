package dev.updraft.compiler.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

    private static final List<String> NAMES =
            List.of("relu", "elu", "gelu", "conv2d", "dense", "batch_norm", "max_pool2d", "dropout", "f1");

    @ParameterizedTest
    @CsvSource({
        "rellu, relu",
        "Dense, dense",
        "desne, dense",
        "conv2, conv2d",
        "conv, conv2d",
        "batchnorm, batch_norm",
        "maxpool2d, max_pool2d",
        "MaxPool2D, max_pool2d",
        "drop_out, dropout",
        "relu, relu",
        "F1, f1"
    })
    void aMisspeltNameIsFound(String written, String meant) {
        assertThat(NearestName.of(written, NAMES)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"attention", "x", "f2", "embedding", "''"})
    void nothingIsSuggestedForAnotherName(String written) {
        assertThat(NearestName.of(written, NAMES)).isEmpty();
    }

    @Test
    void overlongNamesAreNotCompared() {
        assertThat(NearestName.of("a".repeat(100_000), List.of("a".repeat(100_000))))
                .isEmpty();
    }

    @Property(tries = 200)
    void theDistanceIsSymmetricAndNullOnlyForEqualNames(
            @ForAll @AlphaChars @StringLength(max = 8) String a, @ForAll @AlphaChars @StringLength(max = 8) String b) {
        var distance = NearestName.distance(a, b);
        assertThat(distance).isEqualTo(NearestName.distance(b, a));
        assertThat(distance == 0).isEqualTo(a.equals(b));
        assertThat(distance).isBetween(Math.abs(a.length() - b.length()), Math.max(a.length(), b.length()));
    }
}
