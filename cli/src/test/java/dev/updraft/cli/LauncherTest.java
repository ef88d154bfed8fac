package dev.updraft.cli;

import static dev.updraft.cli.FakeJdk.end;
import static dev.updraft.cli.FakeJdk.script;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.updraft.cli.FakeJdk.Run;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code updraft}, in a checkout where Java and the build are scripts that say they were called. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private static final Path ROOT = Path.of("").toAbsolutePath();
    private static final long BEFORE = 1_000_000;

    @TempDir
    private Path folder = Path.of("");

    private Path checkout = Path.of("");
    private FakeJdk jdk = new FakeJdk(Path.of(""));
    private Path jar = Path.of("");

    @BeforeEach
    void makeCheckout() throws IOException {
        checkout = folder.resolve("a check out");
        jar = checkout.resolve("cli/target/updraft.jar");
        for (var file : List.of("updraft", "scripts/find-jdk", "scripts/launch")) {
            Files.createDirectories(checkout.resolve(file).getParent());
            Files.copy(ROOT.resolve(file), checkout.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        for (var module : List.of(
                "grammar", "compiler", "charts", "runtime", "reports", "engines/cpu", "engines/gpu", "bundle", "cli")) {
            Files.createDirectories(checkout.resolve(module).resolve("src/main"));
            source(module + "/pom.xml");
        }
        source("pom.xml");
        script(checkout.resolve("build"), """
                echo built >>"%s/builds"
                mkdir -p cli/target
                echo jar >cli/target/updraft.jar
                """.formatted(folder));
        jdk = FakeJdk.in(folder.resolve("jdk"), jar);
        try (var files = Files.walk(folder)) {
            for (var path : files.filter(Files::isDirectory).toList()) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private void source(String name) throws IOException {
        var file = Files.writeString(checkout.resolve(name), "source");
        Files.setLastModifiedTime(file, FileTime.fromMillis(BEFORE));
    }

    /** As if it had been built, and then the sources had changed. */
    private void change() throws IOException {
        Files.setLastModifiedTime(
                checkout.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(60)));
    }

    private Process start(Map<String, String> environment, String... before) throws IOException {
        var words = new ArrayList<>(List.of(before));
        words.addAll(List.of(checkout.resolve("updraft").toString(), "argument"));
        return jdk.start(words, environment);
    }

    private Run run(String... before) throws IOException, InterruptedException {
        return end(start(Map.of(), before));
    }

    /** As somebody who may not write in the checkout. */
    private Run runAsAnother() throws IOException, InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            try (var files = Files.walk(checkout)) {
                for (var path : files.filter(Files::isDirectory).toList()) {
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r-xr-xr-x"));
                }
            }
            try {
                return run();
            } finally {
                try (var files = Files.walk(checkout)) {
                    for (var path : files.filter(Files::isDirectory).toList()) {
                        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
                    }
                }
            }
        }
        assumeThat(Path.of("/usr/bin/setpriv"))
                .as("runs a program as another user")
                .isExecutable();
        return run("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
    }

    private long builds() throws IOException {
        var log = folder.resolve("builds");
        return Files.exists(log) ? Files.readAllLines(log).size() : 0;
    }

    @Test
    void theFirstRunBuildsAndTheNextRunsDoNot() throws Exception {
        var first = run();
        assertThat(first.status()).as(first.err()).isZero();
        assertThat(first.out()).isEqualTo("ran jar argument\n");
        assertThat(first.err()).isEqualTo("Building Updraft (first use)…\n");
        var next = run();
        assertThat(next).isEqualTo(new Run(0, "ran jar argument\n", ""));
        change();
        assertThat(run().err()).isEqualTo("Building Updraft (sources have changed)…\n");
        assertThat(builds()).isEqualTo(2);
        try (var left = Files.list(jar.getParent())) {
            assertThat(left.map(Path::getFileName).map(Path::toString))
                    .containsOnly("updraft.jar", "updraft.aot", "build.log", "aot.log", "lock");
        }
    }

    @Test
    void driversAreAddedToTheClassPath() throws Exception {
        var drivers = Files.createDirectories(folder.resolve("some drivers"));
        var h2 = Files.createFile(drivers.resolve("h2.jar"));
        run();
        var path = h2 + ":" + drivers + "/*";
        assertThat(end(start(Map.of("UPDRAFT_CLASSPATH", path))))
                .isEqualTo(new Run(0, jar + ":" + path + " dev.updraft.cli.Main argument\nran jar argument\n", ""));
        assertThat(end(start(Map.of("UPDRAFT_CLASSPATH", "")))).isEqualTo(new Run(0, "ran jar argument\n", ""));
    }

    @Test
    void aDriverThatIsNotThereIsNamed() throws Exception {
        run();
        assertThat(end(start(Map.of("UPDRAFT_CLASSPATH", folder + ":/no such/h2.jar"))))
                .isEqualTo(new Run(
                        1, "", "updraft: UPDRAFT_CLASSPATH names /no such/h2.jar, which is not there: correct it.\n"));
    }

    @Test
    void itRunsWithoutAHome() throws Exception {
        run();
        assertThat(end(start(Map.of())).status()).isZero();
        assertThat(end(start(Map.of("HOME", "/nonexistent"))).status()).isZero();
    }

    @Test
    void aJdkIsSoughtWithoutAHome() throws Exception {
        var builder = new ProcessBuilder(
                "/bin/sh",
                "-euc",
                ". \"$1\"; echo \"found $JAVA_HOME\"",
                "sh",
                checkout.resolve("scripts/find-jdk") + "");
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        var run = end(builder.start());
        // Found, or said in words: that depends on the machine.
        assertThat(run.out() + run.err())
                .containsPattern("^(found /|Updraft needs a JDK)")
                .hasLineCount(1);
    }

    @Test
    void aCheckoutOfAnotherUserRunsAsItWasBuilt() throws Exception {
        run();
        assertThat(runAsAnother()).isEqualTo(new Run(0, "ran jar argument\n", ""));
        Files.delete(checkout.resolve("cli/target/updraft.aot"));
        assertThat(runAsAnother()).isEqualTo(new Run(0, "ran jar argument\n", ""));
    }

    @Test
    void aCheckoutOfAnotherUserThatHasChangedRunsAsItWasBuiltAndSaysSo() throws Exception {
        run();
        change();
        var run = runAsAnother();
        assertThat(run.status()).isZero();
        assertThat(run.out()).isEqualTo("ran jar argument\n");
        assertThat(run.err())
                .contains("the sources are newer than the build", jar.getParent() + " cannot be written")
                .contains("have its owner run `updraft` once")
                .doesNotContain("Permission denied", "does not build");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void aCheckoutOfAnotherUserThatIsNotBuiltSaysWhoCanBuildIt() throws Exception {
        var run = runAsAnother();
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("is not built", jar.getParent() + " cannot be written", "have its owner run `updraft` once")
                .doesNotContain("Permission denied");
    }

    @Test
    void aJarThatMayNotBeReadIsNamed() throws Exception {
        assumeThat(System.getProperty("user.name"))
                .as("may run programs as others")
                .isEqualTo("root");
        run();
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-------"));
        var run = runAsAnother();
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains(jar + " cannot be read", "chmod");
    }

    @Test
    void aBuildThatFailsShowsWhyAndIsTriedAgain() throws Exception {
        var build = checkout.resolve("build");
        var working = Files.readString(build);
        script(build, "echo half >cli/target/updraft.jar; echo no symbol; exit 1\n");
        var run = run();
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("no symbol", "Updraft does not build: see above.");
        Files.writeString(build, working);
        assertThat(run().out()).isEqualTo("ran jar argument\n");
    }

    @Test
    void aCacheThatCannotBeMadeStopsNothing() throws Exception {
        Files.createDirectories(checkout.resolve("cli/target/updraft.aot/full"));
        var run = run();
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("ran jar argument\n");
    }

    @Test
    void ofTwoFirstRunsAtOnceOneBuildsAndTheOtherWaits() throws Exception {
        assumeThat(Stream.of("/usr/bin/flock", "/bin/flock").map(Path::of))
                .as("a program that waits for locks")
                .anyMatch(Files::isExecutable);
        var go = folder.resolve("go");
        assertThat(new ProcessBuilder("mkfifo", go.toString()).start().waitFor())
                .isZero();
        script(checkout.resolve("build"), """
                echo half >cli/target/updraft.jar
                echo built >>"%s/builds"
                cat "%s" >cli/target/updraft.jar
                """.formatted(folder, go));
        var first = start(Map.of());
        try (var said = new BufferedReader(new InputStreamReader(first.getErrorStream(), UTF_8))) {
            assertThat(said.readLine()).startsWith("Building");
            var second = start(Map.of());
            try (var waiting = new BufferedReader(new InputStreamReader(second.getErrorStream(), UTF_8))) {
                assertThat(waiting.readLine()).isEqualTo("Waiting for another process that builds Updraft…");
                Files.writeString(go, "whole\n");
                assertThat(new String(first.getInputStream().readAllBytes(), UTF_8))
                        .isEqualTo("ran whole argument\n");
                assertThat(new String(second.getInputStream().readAllBytes(), UTF_8))
                        .isEqualTo("ran whole argument\n");
                assertThat(first.waitFor()).isZero();
                assertThat(second.waitFor()).isZero();
            }
        }
        assertThat(builds()).isEqualTo(1);
    }
}
