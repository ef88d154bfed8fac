package dev.updraft.training.trees;

import dev.updraft.engine.spi.DeviceRows;
import dev.updraft.trees.RowDevice;

/** The rows that a session holds on its device, as those who grow trees know them. */
public record SessionRows(DeviceRows rows) implements RowDevice {
    @Override
    public int mostNodes() {
        return rows.mostNodes();
    }

    @Override
    public int slots() {
        return rows.slots();
    }

    @Override
    public void begin(long[] words, int[] order, int drawn, int[] features) {
        rows.begin(words, order, drawn, features);
    }

    @Override
    public int[] part(int[] from, int[] to, int[] feature, byte[][] tables) {
        return rows.part(from, to, feature, tables);
    }

    @Override
    public long[] count(int[] from, int[] to, int[] slot, int[] parent, int[] wanted) {
        return rows.count(from, to, slot, parent, wanted);
    }

    @Override
    public void order(int[] target) {
        rows.order(target);
    }
}
