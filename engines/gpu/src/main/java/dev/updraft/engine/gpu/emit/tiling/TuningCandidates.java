package dev.updraft.engine.gpu.emit.tiling;

import dev.updraft.engine.gpu.emit.device.DeviceTraits;
import java.util.ArrayList;
import java.util.List;

/**
 * The tilings that a device may choose from by trying them. All add up every element of the result in the same order, so the
 * choice changes times and no bit.
 */
public final class TuningCandidates {
    /** What is estimated to take so many times as long as the likely best is not worth trying. */
    private static final double HOPELESS = 2;

    private TuningCandidates() {}

    /** Those of {@link Tiling#candidates} that give the same bits as the likely best, which is the first. */
    public static List<Tiling> interchangeable(GemmShape product, DeviceTraits traits) {
        var candidates = Tiling.candidates(product, traits);
        return candidates.stream()
                .filter(tiling -> tiling.sumsAs(candidates.getFirst(), product))
                .toList();
    }

    /**
     * Those of {@link #interchangeable} that are worth trying, the likely best first.
     *
     * @param most how many at most, at least 1
     */
    public static List<Tiling> of(GemmShape product, DeviceTraits traits, int most) {
        var chosen = new ArrayList<Tiling>();
        for (var tiling : interchangeable(product, traits)) {
            if (chosen.size() < most
                    && chosen.stream().noneMatch(other -> alike(tiling, other))
                    && (chosen.isEmpty()
                            || TilingCost.of(tiling, product)
                                    <= HOPELESS * TilingCost.of(chosen.getFirst(), product))) {
                chosen.add(tiling);
            }
        }
        return List.copyOf(chosen);
    }

    /** The same tile with as many work-items: only the form of the blocks and the depth of the slices differ. */
    private static boolean alike(Tiling tiling, Tiling other) {
        return tiling.rows() == other.rows() && tiling.columns() == other.columns() && tiling.items() == other.items();
    }
}
