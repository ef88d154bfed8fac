package dev.updraft.tornado;

import dev.updraft.engine.gpu.emit.device.TreeArray;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import uk.ac.manchester.tornado.api.types.arrays.DoubleArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/** The arrays on the device that trees are grown in, one for each {@link TreeArray}. */
final class TreeArrays {
    private final Map<TreeArray, TornadoNativeArray> arrays = new EnumMap<>(TreeArray.class);

    /** Maps them. */
    TreeArrays(MappedArrays<TreeArray> mapped) throws IOException {
        for (var array : TreeArray.values()) {
            arrays.put(
                    array,
                    switch (array.type()) {
                        case INT -> mapped.ints(array);
                        case LONG -> mapped.longs(array);
                        case DOUBLE -> mapped.doubles(array);
                    });
        }
    }

    TornadoNativeArray of(TreeArray array) {
        return arrays.get(array);
    }

    IntArray ints(TreeArray array) {
        return (IntArray) of(array);
    }

    LongArray longs(TreeArray array) {
        return (LongArray) of(array);
    }

    DoubleArray doubles(TreeArray array) {
        return (DoubleArray) of(array);
    }

    /** All of them: every graph names all, as for {@link DeviceArrays#all}. */
    Object[] all() {
        return arrays.values().toArray();
    }
}
