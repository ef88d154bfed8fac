package dev.updraft.weights;

import java.util.List;

/**
 * What a header says of one tensor.
 *
 * @param name unique in its file
 * @param dtype type of its elements
 * @param dims its extents, each at least 0; none for a single number
 * @param begin offset of its first byte, from the start of the data behind the header
 * @param end offset behind its last byte
 */
public record TensorEntry(String name, Dtype dtype, List<Long> dims, long begin, long end) {
    public TensorEntry {
        dims = List.copyOf(dims);
    }
}
