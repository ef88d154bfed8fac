package dev.updraft.data.internal.arrow;

import java.lang.foreign.MemorySegment;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Texts as they stand in a file. */
final class Utf8 {
    private Utf8() {}

    /** @throws CharacterCodingException if the bytes are not UTF-8 */
    static String decode(MemorySegment bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(bytes.asByteBuffer()).toString();
    }
}
