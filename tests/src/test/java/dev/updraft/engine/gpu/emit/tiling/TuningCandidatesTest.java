package dev.updraft.engine.gpu.emit.tiling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.ops.Op;
import dev.updraft.engine.gpu.emit.device.DeviceTraits;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TuningCandidatesTest {
    private static GemmShape product(long rows, int columns, long depth) {
        return new GemmShape(new Op.MatMul(false, false), rows, columns, depth, 1);
    }

    @Property(tries = 50)
    void whatIsTriedGivesTheSameBitsAsTheLikelyBestAndIsNotAllAlike(
            @ForAll @IntRange(min = 1, max = 50_000) int rows,
            @ForAll @IntRange(min = 1, max = 2000) int columns,
            @ForAll @IntRange(min = 1, max = 50_000) int depth,
            @ForAll @IntRange(min = 1, max = 8) int most) {
        var product = product(rows, columns, depth);
        var best = Tiling.likelyBest(product, DeviceTraits.GPU);
        var shortlist = TuningCandidates.of(product, DeviceTraits.GPU, most);
        assertThat(shortlist).startsWith(best).hasSizeLessThanOrEqualTo(most).doesNotHaveDuplicates();
        assertThat(TuningCandidates.interchangeable(product, DeviceTraits.GPU))
                .startsWith(best)
                .containsAll(shortlist)
                .allMatch(tiling -> tiling.parts() == best.parts()
                        && (best.parts() == 1 || tiling.depthOfPart(depth) == best.depthOfPart(depth)));
        assertThat(shortlist.stream()
                        .map(tiling -> tiling.rows() + " " + tiling.columns() + " " + tiling.items())
                        .collect(Collectors.toSet()))
                .hasSameSizeAs(shortlist);
    }

    @Test
    void theDepthOfTheSlicesChangesNoBitUnlessItChangesTheParts() {
        var product = product(64, 64, 200);
        var inOne = new Tiling(32, 32, 8, 4, 2, 1);
        assertThat(inOne.sumsAs(new Tiling(16, 16, 16, 1, 2, 1), product)).isTrue();
        assertThat(inOne.sumsAs(new Tiling(32, 32, 8, 4, 2, 2), product)).isFalse();
        var inFour = new Tiling(32, 32, 4, 4, 4, 4);
        assertThat(inFour.depthOfPart(200)).isEqualTo(52);
        assertThat(inFour.sumsAs(new Tiling(32, 32, 8, 4, 2, 4), product))
                .as("parts of 56")
                .isFalse();
        assertThat(inFour.sumsAs(new Tiling(16, 16, 4, 2, 2, 4), product)).isTrue();
    }

    @Test
    void aLargeProductHasManyThingsToTry() {
        assertThat(TuningCandidates.of(product(4096, 4096, 4096), DeviceTraits.GPU, 6))
                .hasSize(6);
    }
}
