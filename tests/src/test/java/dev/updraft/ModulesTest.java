package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application in a named module, and one in an image that jlink made. */
class ModulesTest {
    private static final String APPLICATION = """
            package app;

            import dev.updraft.Device;
            import dev.updraft.Updraft;
            import dev.updraft.data.Datasets;
            import dev.updraft.engine.Engine;
            import dev.updraft.history.History;
            import dev.updraft.training.FitOptions;
            import java.nio.file.Path;
            import java.util.ServiceLoader;

            final class Main {
                private Main() {}

                public static void main(String[] arguments) {
                    var weights = Path.of(arguments[1], "app.safetensors");
                    float[][] inputs = {{1, 2}, {-1, 2}, {-1, -2}, {1, 1}};
                    int[] classes = {2, 1, 0, 2};
                    try (var model = Updraft.compile(Path.of(arguments[0])).on(Device.cpu())) {
                        History history = model.fit(Datasets.of(inputs, classes), FitOptions.NONE.withEpochs(2));
                        model.save(weights);
                        System.out.println(model.engine() + " " + history.epochs().size());
                    }
                    try (var model = Updraft.load(weights)) {
                        var engines = ServiceLoader.load(Engine.class).stream().count();
                        System.out.println(model.predict(new float[2]).length + " of " + engines);
                    }
                }
            }
            """;

    @TempDir
    private Path folder;

    private Path classes = Path.of("");
    private String model = "";

    @BeforeEach
    void write() throws IOException {
        classes = folder.resolve("classes");
        model = Files.writeString(folder.resolve("flowers.model"), Flowers.MODEL.formatted("adam"))
                .toString();
        Files.createDirectories(folder.resolve("src/app"));
        Files.writeString(folder.resolve("src/app/Main.java"), APPLICATION);
    }

    /** Without the natives, of which the bindings' manifest names a jar that is not there: javac would warn of that. */
    private static String compilePath() {
        return Arrays.stream(Forked.modulePath().split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("dnnl-"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private void compile(String path, String... more) throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("-Xlint:all", "-Werror", path, compilePath(), "-d"));
        arguments.addAll(
                List.of(classes.toString(), folder.resolve("src/app/Main.java").toString()));
        arguments.addAll(List.of(more));
        var result = Forked.run("javac", arguments.toArray(String[]::new));
        assertThat(result.output()).isEmpty();
        assertThat(result.status()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"updraft", "ALL-MODULE-PATH"})
    void aNamedModuleRunsOnTheCpuEngine(String resolved) throws Exception {
        var descriptor = Files.writeString(
                folder.resolve("src/module-info.java"),
                "module app { requires updraft; uses dev.updraft.engine.Engine; }");
        compile("-p", descriptor.toString());

        var result = Forked.run(
                "java",
                "--enable-native-access=updraft.engine.cpu",
                "--add-modules",
                resolved,
                "-p",
                classes + File.pathSeparator + Forked.modulePath(),
                "-m",
                "app/app.Main",
                model,
                folder.toString());

        assertThat(result.output().lines()).containsExactly("cpu 2", "3 of 3");
    }

    @Test
    void anImageNeedsNoModuleButTheBase() throws Exception {
        compile("-cp");
        var image = folder.resolve("image");
        var linked = Forked.run("jlink", "--add-modules", "java.base", "--output", image.toString());
        assertThat(linked.status()).as(linked.output()).isZero();

        var result = Forked.run(
                image,
                "java",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classes + File.pathSeparator + Forked.modulePath(),
                "app.Main",
                model,
                folder.toString());

        assertThat(result.output().lines()).containsExactly("cpu 2", "3 of 3");
    }
}
