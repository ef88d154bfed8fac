package dev.updraft.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * A JDK whose Java is a script that says it was called, and programs that are started with it.
 *
 * @param folder where it is
 */
record FakeJdk(Path folder) {

    /** What a program did. */
    record Run(int status, String out, String err) {}

    /** Its Java prints what is in the jar and its last argument; it writes AOT caches, and the class path if there is more than the jar. */
    static FakeJdk in(Path folder, Path jar) throws IOException {
        Files.createDirectories(folder.resolve("bin"));
        Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
        script(folder.resolve("bin/javac"), "");
        script(folder.resolve("bin/java"), """
                for word; do
                    case $word in
                        -XX:AOTCacheOutput=*) echo cache >"${word#*=}"; exit ;;
                    esac
                done
                [ -z "${UPDRAFT_CLASSPATH:-}" ] || echo "$*" | sed 's/.* -cp //'
                echo "ran $(cat "%s") ${word}"
                """.formatted(jar));
        return new FakeJdk(folder);
    }

    /** Writes a program that runs in its own folder. */
    static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\nset -eu\ncd \"$(dirname \"$0\")\"\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Starts a program with this JDK and no environment but {@code more}. */
    Process start(List<String> words, Map<String, String> more) throws IOException {
        var builder = new ProcessBuilder(words);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
        builder.environment().put("JAVA_HOME", folder.toString());
        builder.environment().putAll(more);
        return builder.start();
    }

    static Run end(Process process) throws IOException, InterruptedException {
        var out = new String(process.getInputStream().readAllBytes(), UTF_8);
        var err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        return new Run(process.waitFor(), out, err);
    }
}
