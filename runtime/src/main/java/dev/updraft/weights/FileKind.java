package dev.updraft.weights;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a file looks like that is not a safetensors file, by how it begins: people give the weights of other libraries. */
enum FileKind {
    HDF5("an HDF5 file, as Keras writes .h5 files"),
    ZIP("a zip archive, as PyTorch writes .pt files and Keras .keras files"),
    PICKLE("a Python pickle, as older versions of PyTorch write .pt files"),
    GZIP("a gzip archive"),
    NUMPY("a NumPy array"),
    IMAGE("an image"),
    JSON("JSON"),
    TEXT("text, such as a CSV file or a model");

    private final String description;

    FileKind(String description) {
        this.description = description;
    }

    /** To follow "it looks like". */
    String description() {
        return description;
    }

    /** What it looks like, if it looks like anything. */
    static Optional<FileKind> of(byte[] beginning) {
        // Latin-1 turns each byte into one character.
        var text = new String(beginning, StandardCharsets.ISO_8859_1);
        if (text.startsWith("\u0089HDF")) {
            return Optional.of(HDF5);
        } else if (text.startsWith("PK")) {
            return Optional.of(ZIP);
        } else if (text.matches("(?s)\u0080[\u0002-\u0005].*")) {
            return Optional.of(PICKLE);
        } else if (text.startsWith("\u001f\u008b")) {
            return Optional.of(GZIP);
        } else if (text.startsWith("\u0093NUMPY")) {
            return Optional.of(NUMPY);
        } else if (text.startsWith("\u0089PNG") || text.startsWith("\u00ff\u00d8\u00ff")) {
            return Optional.of(IMAGE);
        } else if (text.startsWith("{") || text.startsWith("[")) {
            return Optional.of(JSON);
        }
        var readable =
                !text.isEmpty() && text.chars().allMatch(c -> (c >= ' ' && c != 0x7F) || "\t\r\n".indexOf(c) >= 0);
        return readable ? Optional.of(TEXT) : Optional.empty();
    }
}
