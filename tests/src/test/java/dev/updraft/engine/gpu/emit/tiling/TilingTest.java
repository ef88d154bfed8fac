package dev.updraft.engine.gpu.emit.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.ops.Op;
import dev.updraft.engine.gpu.emit.device.DeviceTraits;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TilingTest {
    private static final int LOCAL_BYTES = DeviceTraits.GPU.localBytes();

    private static GemmShape product(long rows, int columns, long depth) {
        return new GemmShape(new Op.MatMul(false, false), rows, columns, depth, 1);
    }

    @Property(tries = 50)
    void everyProductHasTilingsThatFitTheDevice(
            @ForAll @IntRange(min = 1, max = 100_000) int rows,
            @ForAll @IntRange(min = 1, max = 2000) int columns,
            @ForAll @IntRange(min = 1, max = 100_000) int depth,
            @ForAll @IntRange(min = 3, max = 10) int log2OfWorkGroup) {
        var product = product(rows, columns, depth);
        var traits = new DeviceTraits(true, 1 << log2OfWorkGroup, LOCAL_BYTES);
        var candidates = Tiling.candidates(product, traits);
        assertThat(candidates).isNotEmpty().doesNotHaveDuplicates().allSatisfy(tiling -> {
            assertThat(tiling.items()).isBetween(2, traits.workGroup());
            assertThat(tiling.localBytes()).isLessThanOrEqualTo(traits.localBytes());
            assertThat(tiling.depthOfPart(depth) * (tiling.parts() - 1))
                    .as("where the last part begins")
                    .isLessThan(depth);
            assertThat(tiling.depthOfPart(depth) * tiling.parts()).isGreaterThanOrEqualTo(depth);
        });
        assertThat(Tiling.likelyBest(product, traits)).isEqualTo(candidates.getFirst());
    }

    @Test
    void smallestLimitsStillGiveATiling() {
        assertThat(Tiling.candidates(product(1, 1, 1), DeviceTraits.GPU)).isNotEmpty();
        assertThat(Tiling.candidates(product(512, 512, 512), new DeviceTraits(true, 64, 1024)))
                .isNotEmpty();
    }

    @Test
    void aProcessorHasNone() {
        assertThat(Tiling.candidates(product(64, 64, 64), DeviceTraits.PROCESSOR))
                .isEmpty();
        assertThatThrownBy(() -> Tiling.likelyBest(product(64, 64, 64), DeviceTraits.PROCESSOR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no tiling fits");
    }

    @Test
    void aLargeProductGetsLargeBlocksAndOnePart() {
        var best = Tiling.likelyBest(product(4096, 4096, 4096), DeviceTraits.GPU);
        assertThat(best.blockRows() * best.blockColumns()).isGreaterThanOrEqualTo(32);
        assertThat(best.rows() * best.columns()).isGreaterThanOrEqualTo(64 * 64);
        assertThat(best.parts()).isEqualTo(1);
    }

    @Test
    void aProductWithFewElementsAndMuchDepthIsCutIntoParts() {
        var weightGradient = product(27, 32, 28_800);
        var best = Tiling.likelyBest(weightGradient, DeviceTraits.GPU);
        assertThat(best.parts()).isGreaterThan(8);
        assertThat(best.tiles(weightGradient) * best.parts()).isGreaterThanOrEqualTo(32);
    }

    @Test
    void aProductWithFewColumnsGetsNarrowTiles() {
        assertThat(Tiling.likelyBest(product(8192, 10, 512), DeviceTraits.GPU).columns())
                .isLessThanOrEqualTo(16);
    }

    @Test
    void theSameProductGetsTheSameTiling() {
        var product = product(28_800, 32, 27);
        assertThat(Tiling.candidates(product, DeviceTraits.GPU))
                .isEqualTo(Tiling.candidates(product, DeviceTraits.GPU));
    }

    @Test
    void aGroupMayHaveFewerWorkItemsThanItsTileRows() {
        assertThat(Tiling.candidates(product(131_072, 16, 144), DeviceTraits.GPU))
                .contains(new Tiling(128, 16, 16, 8, 8, 1), new Tiling(128, 16, 8, 8, 4, 1));
    }

    @Test
    void aWindowOfThreeByThreeIsCutIntoPartsOfWholeSlices() {
        var product = product(32 * 225, 32, 576);
        var best = Tiling.likelyBest(product, DeviceTraits.GPU);
        assertThat(best.depthOfPart(product.depth()) * best.parts()).isEqualTo(product.depth());
    }

    @Test
    void refusesWhatNoWorkGroupCanShare() {
        assertThatThrownBy(() -> new Tiling(64, 48, 16, 4, 4, 1)).hasMessageContaining("48 is not a power of two");
        assertThatThrownBy(() -> new Tiling(64, 64, 16, 64, 4, 1)).hasMessageContaining("no work-group can share");
        assertThatThrownBy(() -> new Tiling(16, 16, 16, 8, 8, 1)).hasMessageContaining("no work-group can share");
        assertThatThrownBy(() -> new Tiling(64, 64, 16, 4, 4, 0)).hasMessageContaining("in 0 parts");
    }
}
