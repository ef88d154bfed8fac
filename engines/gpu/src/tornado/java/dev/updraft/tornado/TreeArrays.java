package dev.updraft.tornado;

import dev.updraft.engine.gpu.emit.device.TreeArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/** The arrays on the device that trees are grown in, one for each {@link TreeArray}. */
record TreeArrays(
        IntArray bins,
        LongArray words,
        IntArray order,
        IntArray call,
        IntArray moved,
        IntArray places,
        LongArray parts,
        LongArray histograms,
        LongArray found) {

    TornadoNativeArray of(TreeArray array) {
        return switch (array) {
            case BINS -> bins;
            case WORDS -> words;
            case ORDER -> order;
            case CALL -> call;
            case MOVED -> moved;
            case PLACES -> places;
            case PARTS -> parts;
            case HISTOGRAMS -> histograms;
            case FOUND -> found;
        };
    }

    /** All of them: every graph names all, as for {@link DeviceArrays#all}. */
    Object[] all() {
        return new Object[] {bins, words, order, call, moved, places, parts, histograms, found};
    }
}
