package dev.updraft.compiler.emit.tornado;

/**
 * Where a value lies on the device.
 *
 * @param array which array
 * @param offset of its first element
 */
record Place(DeviceArray array, int offset) {

    /** The expression of an element; {@code index} is an expression of the row-major index. */
    String get(String index) {
        return array.parameter() + ".get(" + at(index) + ")";
    }

    /** The statement that sets an element. */
    String set(String index, String value) {
        return array.parameter() + ".set(" + at(index) + ", " + value + ");";
    }

    private String at(String index) {
        return offset == 0 ? index : offset + " + " + index;
    }
}
