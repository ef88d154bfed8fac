package dev.updraft.training.callbacks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A record of one of TensorFlow's event files: the protocol buffer {@code tensorflow.Event}, in the frame of a TFRecord. Of
 * the message there is what scalars need:
 *
 * <pre>
 * Event         { double wall_time = 1; int64 step = 2; string file_version = 3; Summary summary = 5 }
 * Summary       { repeated Value value = 1 }
 * Summary.Value { string tag = 1; float simple_value = 2 }
 * </pre>
 */
final class EventRecord {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;
    private static final int MASK = 0xa282ead8;

    private final ByteArrayOutputStream message = new ByteArrayOutputStream();

    private EventRecord() {}

    /** The first record of a file. */
    static byte[] version(double wallTime) {
        var event = new EventRecord();
        event.fixed64(1, wallTime);
        event.bytes(3, "brain.Event:2".getBytes(UTF_8));
        return event.framed();
    }

    /**
     * Metrics at a step.
     *
     * @param wallTime seconds since 1970
     */
    static byte[] scalars(double wallTime, long step, Map<String, Double> metrics) {
        var summary = new EventRecord();
        metrics.forEach((tag, value) -> {
            var scalar = new EventRecord();
            scalar.bytes(1, tag.getBytes(UTF_8));
            scalar.fixed32(2, value.floatValue());
            summary.bytes(1, scalar.message.toByteArray());
        });
        var event = new EventRecord();
        event.fixed64(1, wallTime);
        event.varint(2, step);
        event.bytes(5, summary.message.toByteArray());
        return event.framed();
    }

    /** Length, its checksum, the message, its checksum; all little-endian. */
    private byte[] framed() {
        var length = little(Long.BYTES).putLong(message.size()).array();
        return little(2 * Long.BYTES + message.size())
                .put(length)
                .putInt(checksum(length))
                .put(message.toByteArray())
                .putInt(checksum(message.toByteArray()))
                .array();
    }

    /** CRC-32C, turned and shifted, as TFRecord wants it: a checksum of data with checksums in it is weak. */
    private static int checksum(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    }

    private void varint(int field, long value) {
        key(field, VARINT);
        varint(value);
    }

    private void fixed64(int field, double value) {
        key(field, FIXED64);
        message.writeBytes(little(Double.BYTES).putDouble(value).array());
    }

    private void fixed32(int field, float value) {
        key(field, FIXED32);
        message.writeBytes(little(Float.BYTES).putFloat(value).array());
    }

    private void bytes(int field, byte[] value) {
        key(field, BYTES);
        varint(value.length);
        message.writeBytes(value);
    }

    private void key(int field, int type) {
        varint(((long) field << 3) | type);
    }

    /** Seven bits a byte, the lowest first; the eighth says that more follow. */
    private void varint(long value) {
        var rest = value;
        while ((rest & ~0x7fL) != 0) {
            message.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        message.write((int) rest);
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
