package dev.updraft.trees;

import static java.util.Objects.requireNonNull;

import dev.updraft.engine.spi.DeviceRows;
import java.util.List;

/** The order of rows on a device. It is brought here only when somebody asks for it. */
final class DeviceOrder implements RowOrder {
    private final BinnedFeatures data;
    private final DeviceRows device;
    private final int[] order;
    private boolean isHere = true;

    DeviceOrder(BinnedFeatures data, DeviceRows device) {
        this.data = data;
        this.device = device;
        order = new int[data.rows()];
    }

    /** Of the tree that begins, all are here. */
    void begin() {
        isHere = true;
    }

    @Override
    public synchronized int[] order() {
        if (!isHere) {
            device.order(order);
            isHere = true;
        }
        return order;
    }

    @Override
    public int[] split(List<GrowingNode> nodes) {
        isHere = false;
        var middles = new int[nodes.size()];
        for (var start = 0; start < middles.length; start += device.mostNodes()) {
            var part = nodes.subList(start, Math.min(middles.length, start + device.mostNodes()));
            var found =
                    split(part.stream().map(node -> requireNonNull(node.split)).toList(), part);
            System.arraycopy(found, 0, middles, start, found.length);
        }
        return middles;
    }

    private int[] split(List<Split> splits, List<GrowingNode> nodes) {
        var tables = splits.stream()
                .map(split -> split.table(data.bins(split.feature())))
                .toArray(byte[][]::new);
        return device.part(
                nodes.stream().mapToInt(node -> node.from).toArray(),
                nodes.stream().mapToInt(node -> node.to).toArray(),
                splits.stream().mapToInt(Split::feature).toArray(),
                tables);
    }
}
