package dev.updraft.data.internal.tables;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How the characters of a text file are stored.
 *
 * @param mark number of bytes of the byte order mark
 */
record TextEncoding(Charset charset, int mark) {
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    /** Bytes that windows-1252 does not define. */
    private static final byte[] UNDEFINED = {(byte) 0x81, (byte) 0x8D, (byte) 0x8F, (byte) 0x90, (byte) 0x9D};

    /**
     * Finds out the encoding.
     *
     * @param sample start of the file
     * @param complete whether that is all of it
     * @param charset if known
     */
    static TextEncoding of(byte[] sample, boolean complete, @Nullable Charset charset) {
        var marked = marked(sample);
        if (charset != null) {
            // UTF-16 without an order takes it from the mark, which it skips itself.
            return new TextEncoding(charset, marked != null && charset.equals(marked.charset) ? marked.mark : 0);
        }
        if (marked != null) {
            return marked;
        }
        var wide = unmarkedUtf16(sample);
        if (wide != null) {
            return new TextEncoding(wide, 0);
        }
        if (isUtf8(sample, complete)) {
            return new TextEncoding(StandardCharsets.UTF_8, 0);
        }
        for (var b : UNDEFINED) {
            if (contains(sample, b)) {
                return new TextEncoding(StandardCharsets.ISO_8859_1, 0);
            }
        }
        return new TextEncoding(WINDOWS, 0);
    }

    private static @Nullable TextEncoding marked(byte[] sample) {
        if (startsWith(sample, 0xEF, 0xBB, 0xBF)) {
            return new TextEncoding(StandardCharsets.UTF_8, 3);
        }
        if (startsWith(sample, 0xFE, 0xFF)) {
            return new TextEncoding(StandardCharsets.UTF_16BE, 2);
        }
        return startsWith(sample, 0xFF, 0xFE) ? new TextEncoding(StandardCharsets.UTF_16LE, 2) : null;
    }

    private static boolean startsWith(byte[] sample, int... bytes) {
        for (var i = 0; i < bytes.length; i++) {
            if (i >= sample.length || sample[i] != (byte) bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /** Digits and Latin letters have a zero in every other byte. */
    private static @Nullable Charset unmarkedUtf16(byte[] sample) {
        var zeros = new int[2];
        for (var i = 0; i < sample.length; i++) {
            if (sample[i] == 0) {
                zeros[i % 2]++;
            }
        }
        var many = Math.max(1, sample.length / 6);
        if (zeros[1] >= many && zeros[0] <= sample.length / 100) {
            return StandardCharsets.UTF_16LE;
        }
        return zeros[0] >= many && zeros[1] <= sample.length / 100 ? StandardCharsets.UTF_16BE : null;
    }

    private static boolean isUtf8(byte[] sample, boolean complete) {
        var length = sample.length;
        if (!complete) {
            // The sample may end within a character, which starts at most three bytes before.
            for (var back = 1; back <= 3 && back <= sample.length; back++) {
                if ((sample[sample.length - back] & 0xC0) == 0xC0) {
                    length = sample.length - back;
                    break;
                }
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(sample, 0, length));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }

    private static boolean contains(byte[] sample, byte value) {
        for (var b : sample) {
            if (b == value) {
                return true;
            }
        }
        return false;
    }

    /** Characters of the start of the file; bytes that do not fit are replaced. */
    String decode(byte[] sample) {
        return new String(Arrays.copyOfRange(sample, Math.min(mark, sample.length), sample.length), charset);
    }

    /** Bytes that do not fit make Unicode fail, since the rest would be wrong, too. */
    Reader reader(InputStream in) throws IOException {
        in.skipNBytes(mark);
        var unicode = charset.name().startsWith("UTF");
        var action = unicode ? CodingErrorAction.REPORT : CodingErrorAction.REPLACE;
        return new InputStreamReader(
                in, charset.newDecoder().onMalformedInput(action).onUnmappableCharacter(action));
    }
}
