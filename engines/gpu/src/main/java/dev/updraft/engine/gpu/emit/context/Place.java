package dev.updraft.engine.gpu.emit.context;

import dev.updraft.engine.gpu.emit.device.DeviceArray;
import org.jspecify.annotations.Nullable;

/**
 * Where a value lies on the device.
 *
 * @param array which array
 * @param offset of its first element
 * @param symbol local that holds the offset instead; null for none
 */
public record Place(DeviceArray array, int offset, @Nullable String symbol) {

    public Place(DeviceArray array, int offset) {
        this(array, offset, null);
    }

    /** The same place, whose offset is in a local. */
    public Place as(String local) {
        return new Place(array, offset, local);
    }

    /** The expression of an element; {@code index} is an expression of the row-major index. */
    public String get(String index) {
        return array.parameter() + ".get(" + at(index) + ")";
    }

    /** The statement that sets an element. */
    public String set(String index, String value) {
        return array.parameter() + ".set(" + at(index) + ", " + value + ");";
    }

    private String at(String index) {
        if (symbol != null) {
            return index.equals("0") ? symbol : symbol + " + " + index;
        }
        return offset == 0 ? index : offset + " + " + index;
    }
}
