package dev.updraft.maven.output;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 over several things, in such a way that others, or others divided, give another one. */
public final class InputFingerprint {
    private final MessageDigest digest;

    public InputFingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** That of a single text. */
    public static String of(String text) {
        var inputFingerprint = new InputFingerprint();
        inputFingerprint.add(text);
        return inputFingerprint.text();
    }

    /** That of a single file's content, equal to that of its text. */
    static String of(byte[] bytes) {
        var inputFingerprint = new InputFingerprint();
        inputFingerprint.add(bytes);
        return inputFingerprint.text();
    }

    public void add(String... texts) {
        for (var text : texts) {
            add(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    public void add(byte[] bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }

    /** In hexadecimal digits; ends the fingerprint. */
    public String text() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
