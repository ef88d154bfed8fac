package dev.updraft.weights;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file.
 *
 * @param metadata free text by key
 * @param tensors in the order of their bytes
 */
record Header(Map<String, String> metadata, List<TensorEntry> tensors) {
    Header {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        tensors = List.copyOf(tensors);
    }
}
