package dev.updraft.data.batches;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.Dataset;
import dev.updraft.data.Numbers;
import dev.updraft.data.SimpleDataset;
import dev.updraft.data.internal.Shuffle;
import dev.updraft.data.internal.Subset;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    private static final Fingerprint NUMBERS = of(new Numbers(50, Shape.of(2)));

    private static Fingerprint of(Dataset data) {
        return Fingerprint.of(data);
    }

    /** The numbers, of which one sample differs. */
    private record Changed(int odd, float value, int label, List<String> names, SimpleDataset numbers)
            implements SimpleDataset {
        Changed(int odd, float value, int label) {
            this(odd, value, label, List.of("a", "b", "c"), new Numbers(50, Shape.of(2)));
        }

        @Override
        public int size() {
            return numbers.size();
        }

        @Override
        public Shape inputShape() {
            return numbers.inputShape();
        }

        @Override
        public Target target() {
            return new Target.Classes(names);
        }

        @Override
        public String description() {
            return "elsewhere";
        }

        @Override
        public void copyInput(int index, MemorySegment inputs, long offset) {
            numbers.copyInput(index, inputs, offset);
            if (index == odd) {
                inputs.set(JAVA_FLOAT, offset, value);
            }
        }

        @Override
        public void copyTarget(int index, MemorySegment targets, long offset) {
            numbers.copyTarget(index, targets, offset);
            if (index == odd) {
                targets.set(JAVA_INT, offset, label);
            }
        }
    }

    @Test
    void isOfTheContentsAndNotOfThePlace() {
        assertThat(of(new Changed(7, 7, 1))).isEqualTo(NUMBERS);
        assertThat(NUMBERS.differences(NUMBERS)).isEmpty();
    }

    @Test
    void aChangedValueTargetOrNameIsSeen() {
        assertThat(of(new Changed(7, 8, 1)).differences(NUMBERS))
                .singleElement()
                .asString()
                .contains("different values", NUMBERS.checksum());
        assertThat(of(new Changed(7, 7, 2))).isNotEqualTo(NUMBERS);
        var renamed = new Changed(7, 7, 1, List.of("a", "b", "d"), new Numbers(50, Shape.of(2)));
        assertThat(of(renamed)).isNotEqualTo(NUMBERS);
    }

    @Test
    void theOrderCounts() {
        var numbers = new Numbers(50, Shape.of(2));
        var backwards = new int[50];
        for (var i = 0; i < 50; i++) {
            backwards[i] = 49 - i;
        }
        assertThat(of(new Subset(numbers, backwards, "backwards"))).isNotEqualTo(NUMBERS);
        assertThat(of(new Subset(numbers, Shuffle.none(50), "forwards"))).isEqualTo(NUMBERS);
    }

    @Test
    void saysWhatIsOtherwise() {
        assertThat(of(new Numbers(49, Shape.of(3))).differences(NUMBERS))
                .containsExactly("49 samples, not 50", "inputs of shape [3], not [2]");
        assertThat(NUMBERS).asString().startsWith("50 samples of [2], 3 classes, checksum ");
    }

    @Test
    void ofLargeDataSomeInputsAreReadAndAllTargets() {
        var large = new Numbers(600, Shape.of(1 << 18));
        var fingerprint = of(large);
        assertThat(fingerprint.inputsRead()).isEqualTo(200);
        assertThat(fingerprint).asString().endsWith("(of 200 inputs and all targets)");
        var label = new Changed(1, 1, 2, List.of("a", "b", "c"), large);
        assertThat(of(label)).isNotEqualTo(fingerprint);
    }
}
