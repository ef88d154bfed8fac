package dev.updraft.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.updraft.files.AtomicFile;
import dev.updraft.files.FileProblem;
import dev.updraft.weights.internal.ReplaceableFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes float32 tensors as a safetensors file. */
public final class SafetensorsWriter {
    private SafetensorsWriter() {}

    private static final JsonFactory JSON = new JsonFactory();
    private static final int ALIGNMENT = 8;
    private static final long CHUNK = 1 << 20;

    /**
     * A tensor to write.
     *
     * @param name unique in the file
     * @param dims its dimensions
     * @param values writes its elements on demand: float32, little-endian, row-major
     */
    public record Tensor(String name, List<Integer> dims, Values values) {
        public Tensor {
            dims = List.copyOf(dims);
        }

        long bytes() {
            return dims.stream().mapToLong(Integer::longValue).reduce(Float.BYTES, Math::multiplyExact);
        }
    }

    /** Where elements come from. */
    @FunctionalInterface
    public interface Values {
        /** Fills {@code target} whole. */
        void copyTo(MemorySegment target);
    }

    /**
     * Writes or atomically replaces a file: if anything fails, an existing file is unchanged.
     *
     * @throws WeightsException if it cannot be written, or if a file of another kind exists
     */
    public static void write(Path file, Map<String, String> metadata, List<Tensor> tensors) {
        ReplaceableFile.require(file);
        try {
            var header = header(metadata, tensors);
            AtomicFile.write(file, channel -> {
                AtomicFile.writeAll(channel, ByteBuffer.wrap(header));
                for (var tensor : tensors) {
                    write(channel, tensor);
                }
            });
        } catch (IOException e) {
            throw new WeightsException(file, "cannot be written: " + FileProblem.reason(e), e);
        }
    }

    /** Length and text, padded with spaces so that the elements behind it are aligned. */
    private static byte[] header(Map<String, String> metadata, List<Tensor> tensors) throws IOException {
        var text = new ByteArrayOutputStream();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart("__metadata__");
                for (var entry : metadata.entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
            }
            var begin = 0L;
            for (var tensor : tensors) {
                write(json, tensor, begin);
                begin += tensor.bytes();
            }
            json.writeEndObject();
        }
        while (text.size() % ALIGNMENT != 0) {
            text.write(' ');
        }
        return ByteBuffer.allocate(Long.BYTES + text.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.size())
                .put(text.toByteArray())
                .array();
    }

    private static void write(JsonGenerator json, Tensor tensor, long begin) throws IOException {
        json.writeObjectFieldStart(tensor.name());
        json.writeStringField("dtype", Dtype.F32.name());
        json.writeArrayFieldStart("shape");
        for (var dim : tensor.dims()) {
            json.writeNumber(dim);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("data_offsets");
        json.writeNumber(begin);
        json.writeNumber(begin + tensor.bytes());
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(FileChannel channel, Tensor tensor) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var values = arena.allocate(tensor.bytes(), ALIGNMENT);
            tensor.values().copyTo(values);
            for (var done = 0L; done < values.byteSize(); done += CHUNK) {
                var chunk = values.asSlice(done, Math.min(CHUNK, values.byteSize() - done));
                AtomicFile.writeAll(channel, chunk.asByteBuffer());
            }
        }
    }
}
