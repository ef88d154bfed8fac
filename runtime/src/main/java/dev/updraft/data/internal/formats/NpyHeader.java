package dev.updraft.data.internal.formats;

import dev.updraft.data.DataException;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What stands before the values of an array that NumPy has saved; see NumPy's description of the format, {@code
 * numpy.lib.format}.
 *
 * @param kind letter of the element type: {@code f} real, {@code i} and {@code u} whole, {@code b} true or false, {@code U}
 *     and {@code S} text
 * @param width bytes of an element, of text in {@code U} characters
 * @param bigEndian whether the first byte of a number is its largest
 * @param fortran whether the first axis runs fastest, rather than the last
 * @param shape extents; none of a single number
 */
record NpyHeader(char kind, int width, boolean bigEndian, boolean fortran, List<Integer> shape) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    /** NumPy itself refuses longer ones, since they may be an attack. */
    private static final int LONGEST = 10_000;

    private static final int MOST_AXES = 32;
    private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([<>|=])([a-zA-Z])(\\d{1,6})'");
    private static final Pattern ANY_TYPE = Pattern.compile("'descr':\\s*(.{1,60})");
    private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([0-9, ]*)\\)");

    NpyHeader {
        shape = List.copyOf(shape);
    }

    /**
     * Reads a header, up to the first value.
     *
     * @param what file and array, for messages
     */
    static NpyHeader read(DataInputStream in, String what) throws IOException {
        var start = in.readNBytes(MAGIC.length + 2);
        for (var i = 0; i < MAGIC.length; i++) {
            if (i >= start.length || start[i] != MAGIC[i]) {
                throw new DataException(what + ": is not an array saved by NumPy; save it with numpy.savez");
            }
        }
        var longLength = start.length == MAGIC.length + 2 && start[MAGIC.length] > 1;
        var length = longLength
                ? Integer.reverseBytes(in.readInt())
                : Short.toUnsignedInt(Short.reverseBytes(in.readShort()));
        if (length < 0 || length > LONGEST) {
            throw new DataException(what + ": its header declares " + Integer.toUnsignedString(length)
                    + " bytes, but at most " + LONGEST + " are expected; it is damaged: save it again");
        }
        return parse(new String(in.readNBytes(length), StandardCharsets.ISO_8859_1), what);
    }

    private static NpyHeader parse(String text, String what) {
        var type = TYPE.matcher(text);
        var order = ORDER.matcher(text);
        var shape = SHAPE.matcher(text);
        if (!type.find() || Integer.parseInt(type.group(3)) == 0) {
            var any = ANY_TYPE.matcher(text);
            throw new DataException(what + ": its elements are "
                    + (any.find() ? any.group(1).replaceAll("[^ -~]|,.*", "") : "of no known type")
                    + ", where numbers, true and false, or text are expected; convert it with astype");
        }
        if (!order.find() || !shape.find()) {
            throw new DataException(what + ": its header has no order or shape; it is damaged: save it again");
        }
        return new NpyHeader(
                type.group(2).charAt(0),
                Integer.parseInt(type.group(3)),
                type.group(1).equals(">"),
                order.group(1).equals("True"),
                extents(shape.group(1), what));
    }

    private static List<Integer> extents(String text, String what) {
        var extents = new ArrayList<Integer>();
        for (var part : text.split(",", -1)) {
            var extent = part.strip();
            if (extent.isEmpty()) {
                continue;
            }
            if (extent.length() > 10 || Long.parseLong(extent) > Integer.MAX_VALUE || extents.size() == MOST_AXES) {
                throw new DataException(what + ": has the shape (" + text
                        + "), where at most 32 dimensions below 2147483648 are expected; use a part of it");
            }
            extents.add(Integer.parseInt(extent));
        }
        return extents;
    }

    /** Bytes of an element. */
    int bytes() {
        return kind == 'U' ? 4 * width : width;
    }

    /** How many samples it has: its first extent. */
    int samples() {
        return shape.isEmpty() ? 0 : shape.getFirst();
    }

    /** How many elements a sample has; more than an array can hold is {@link Long#MAX_VALUE}. */
    long perSample() {
        var product = 1L;
        for (var axis = 1; axis < shape.size(); axis++) {
            var extent = shape.get(axis);
            if (extent != 0 && product > Long.MAX_VALUE / extent) {
                return Long.MAX_VALUE;
            }
            product *= extent;
        }
        return product;
    }

    boolean isText() {
        return kind == 'U' || kind == 'S';
    }

    boolean isWhole() {
        return kind == 'i' || kind == 'u' || kind == 'b';
    }

    /** The type as NumPy calls it: {@code float64}. */
    String type() {
        return switch (kind) {
            case 'f' -> "float" + 8 * width;
            case 'i' -> "int" + 8 * width;
            case 'u' -> "uint" + 8 * width;
            case 'b' -> "bool";
            default -> String.format(Locale.ROOT, "%s%d", kind, width);
        };
    }
}
