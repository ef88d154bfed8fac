package dev.updraft.engine.gpu.install;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Zip archives like those of TornadoVM's releases, only smaller. */
public final class Archives {
    private static final int LIBRARY_BYTES = 200_000;

    private Archives() {}

    /** An archive of an SDK. */
    public static byte[] sdk(String version, String backend) {
        return zip(entries(version, backend));
    }

    /** Its entries; none is a folder, as in those that are released. */
    static Map<String, byte[]> entries(String version, String backend) {
        var top = "tornadovm-" + version + "-" + backend + "/";
        var library = new byte[LIBRARY_BYTES];
        new Random(1).nextBytes(library);
        var entries = new LinkedHashMap<String, byte[]>();
        entries.put(top + "share/java/tornado/tornado-api-" + version + ".jar", new byte[0]);
        entries.put(top + "share/java/graalJars/compiler-25.0.2.jar", new byte[] {1});
        entries.put(top + "lib/" + System.mapLibraryName("tornado-" + backend), library);
        entries.put(top + "etc/tornado.backend", text("tornado.backends=" + backend + "-backend\n"));
        entries.put(top + "tornado-argfile", text("--module-path /built/here/share/java/tornado\n"));
        entries.put(
                top + "tornado-argfile.template",
                text("# Comment\n-server\n--module-path ${TORNADOVM_HOME}/share/java/tornado\n"));
        return entries;
    }

    static byte[] zip(Map<String, byte[]> entries) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Path written(Path file, byte[] content) {
        try {
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
