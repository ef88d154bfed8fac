package dev.updraft.weights;

import java.util.List;

/**
 * An entry for a tensor in the header.
 *
 * @param name unique in its file
 * @param dtype type of its elements
 * @param dims its dimensions, each at least 0; empty for a single number
 * @param begin offset of its first byte, from the start of the data after the header
 * @param end offset after its last byte
 */
public record TensorEntry(String name, Dtype dtype, List<Long> dims, long begin, long end) {
    public TensorEntry {
        dims = List.copyOf(dims);
    }
}
