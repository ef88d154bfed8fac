package dev.updraft.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.maven.configuration.ConfigurationException;
import dev.updraft.maven.configuration.Overrides;
import dev.updraft.maven.configuration.PackageNames;
import dev.updraft.maven.output.ExecutionOutputs;
import dev.updraft.maven.output.InputFingerprint;
import dev.updraft.maven.output.OtherExecutions;
import dev.updraft.maven.output.OutputFile;
import dev.updraft.maven.output.OutputFolder;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.codehaus.plexus.build.BuildContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProjectCompilationTest {
    private static final String BLOCKS = "block tower(x, width: int = 8) { return x -> dense(width) }\n";

    @TempDir
    private Path root;

    private final List<String> errors = new ArrayList<>();

    private static String model(String name, String layers) {
        return "model %s(width: int = 8) {\n    input values: float[4]\n    network { values -> %s }\n}\n"
                .formatted(name, layers);
    }

    private void write(String path, String text) throws IOException {
        var file = root.resolve(path);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
    }

    private Sources sources(String... parameters) throws IOException {
        return Sources.find(
                root,
                List.of("**/*.model"),
                List.of("**/draft*"),
                new PackageNames(""),
                Overrides.parse(List.of(parameters)),
                new DependencyModels(List.of()));
    }

    private List<OutputFile> compile(boolean emitKernels, String... parameters)
            throws IOException, MojoFailureException {
        return compile(emitKernels, OtherExecutions.NONE, parameters);
    }

    private List<OutputFile> compile(boolean emitKernels, OtherExecutions others, String... parameters)
            throws IOException, MojoFailureException {
        var log = new SystemStreamLog() {
            @Override
            public void error(CharSequence text) {
                errors.add(text.toString().lines().findFirst().orElseThrow());
            }

            @Override
            public void warn(CharSequence text) {}
        };
        var context = (BuildContext) Proxy.newProxyInstance(
                BuildContext.class.getClassLoader(), new Class<?>[] {BuildContext.class}, (_, _, _) -> null);
        return new ProjectCompilation(sources(parameters), emitKernels, others)
                .run(new DiagnosticReporter(log, context, false));
    }

    private static List<String> paths(List<OutputFile> outputs) {
        return outputs.stream().map(outputFile -> outputFile.place().path()).toList();
    }

    @Test
    void aModelGivesAClassAResourceAndItsOwnText() throws Exception {
        write("com/example/net.model", model("Net", "dense(width)"));
        write("com/example/draft.model", "model {");

        assertThat(paths(compile(false)))
                .containsExactly(
                        "META-INF/updraft/com/example/net.model", "com/example/Net.java", "com/example/Net.updraft");
    }

    @Test
    void aFileOfBlocksAloneIsPackedAndGivesNoClass() throws Exception {
        write("com/example/blocks.model", BLOCKS);

        assertThat(paths(compile(false))).containsExactly("META-INF/updraft/com/example/blocks.model");
    }

    @Test
    void whatIsPackedTellsNothingOfThisMachine() throws Exception {
        write("com/example/blocks.model", BLOCKS);
        write("com/example/net.model", "import \"blocks.model\"\n" + model("Net", "tower(width)"));

        assertThat(compile(true)).noneMatch(outputFile -> outputFile.text().contains(root.toString()));
    }

    @Test
    void anErrorInAnImportedBlockIsReportedOnce() throws IOException {
        write("a.model", "import \"blocks.model\"\n" + model("A", "tower(width)"));
        write("b.model", "import \"blocks.model\"\n" + model("B", "tower(width)"));
        write("blocks.model", BLOCKS.replace("dense", "densse"));

        assertThatThrownBy(() -> compile(false)).hasMessage("1 error in 1 model");
        assertThat(errors)
                .singleElement()
                .asString()
                .contains("blocks.model:[1,")
                .contains("M0202");
    }

    @Test
    void aBlockThatNobodyUsesIsCheckedToo() throws IOException {
        write("blocks.model", "block tower(x) { return x -> dense(0) }\n");

        assertThatThrownBy(() -> compile(false)).hasMessage("1 error in 1 model");
    }

    @Test
    void twoModelsThatMakeOneClassAreRefused() throws IOException {
        write("com/one.model", model("Net", "dense(2)"));
        write("com/two.model", model("Net", "dense(3)"));

        assertThatThrownBy(() -> compile(false)).isInstanceOf(MojoFailureException.class);
        assertThat(errors).singleElement().asString().contains("two.model:[1,7] M0203: the class com.Net");
    }

    /** What an execution with this file would have made. */
    private static OtherExecutions made(String goal, Path root, OutputFile... outputs) {
        var contents = new HashMap<OutputFile.Place, String>();
        for (var outputFile : outputs) {
            contents.put(outputFile.place(), InputFingerprint.of(outputFile.text()));
        }
        var work = new ExecutionOutputs.Work(root, "a", new OutputFolder(root, root, root));
        return new OtherExecutions(
                "compile", List.of(ExecutionOutputs.of("execution `one` of " + goal, goal, work, contents)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"compile", "test-compile"})
    void aClassThatAnotherExecutionMakesIsRefused(String goal) throws IOException {
        write("com/net.model", model("Net", "dense(2)"));
        var others = made(goal, root, new OutputFile(new OutputFile.Source("com/NET.java"), ""));

        assertThatThrownBy(() -> compile(false, others)).isInstanceOf(MojoFailureException.class);
        assertThat(errors)
                .singleElement()
                .asString()
                .contains("net.model:[1,7] M0203: the execution `one` of " + goal
                        + " already generates the class com.Net");
    }

    @Test
    void aFileThatAnotherExecutionPacksOtherwiseIsRefused() throws Exception {
        write("com/blocks.model", BLOCKS);
        var place = new OutputFile.Resource("META-INF/updraft/com/blocks.model");

        assertThat(compile(false, made("compile", root, new OutputFile(place, BLOCKS))))
                .hasSize(1);
        assertThat(compile(false, made("test-compile", root, new OutputFile(place, ""))))
                .hasSize(1);
        assertThatThrownBy(() -> compile(false, made("compile", root, new OutputFile(place, ""))))
                .isInstanceOf(MojoFailureException.class);
        assertThat(errors)
                .singleElement()
                .asString()
                .contains("blocks.model:[1,1] M0203: the execution `one` of compile already packages another"
                        + " com/blocks.model");
    }

    @Test
    void aClassCalledAsAPackageIsRefused() throws IOException {
        write("com/example.model", model("example", "dense(2)"));
        write("com/example/parts/net.model", model("Net", "dense(3)"));

        assertThatThrownBy(() -> compile(false)).isInstanceOf(MojoFailureException.class);
        assertThat(errors)
                .singleElement()
                .asString()
                .contains("example.model:[1,7] M0203: the class com.example has the same name as the package of"
                        + " com.example.parts.Net");
    }

    @Test
    void anUnreadableFileIsAnErrorLikeOthers() throws IOException {
        Files.write(root.resolve("bad.model"), new byte[] {(byte) 0xff});
        write("empty.model", "");

        assertThatThrownBy(() -> compile(false)).hasMessage("2 errors in 2 models");
    }

    @Test
    void parametersOfModelsAreSet() throws Exception {
        write("net.model", model("Net", "dense(width)"));

        assertThat(compile(false, "width=64").get(1).text()).contains("PARAMETERS = 320L");
        assertThatThrownBy(() -> compile(false, "size=64")).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void kernelsAreWrittenIfAskedFor() throws Exception {
        write("com/net.model", model("Net", "dense(width)"));

        assertThat(paths(compile(true)))
                .filteredOn(path -> path.startsWith("META-INF/updraft/com/Net/") && path.endsWith(".java"))
                .isNotEmpty();
    }

    private String fingerprint(String version, boolean emitKernels, boolean failOnWarning, String... parameters)
            throws IOException {
        return sources(parameters).fingerprint(version, emitKernels, failOnWarning, StandardCharsets.UTF_8);
    }

    @Test
    void theFingerprintKnowsAllThatMattersAndNothingElse() throws IOException {
        write("net.model", model("Net", "dense(width)"));
        var before = fingerprint("1", false, false);

        assertThat(fingerprint("1", false, false)).isEqualTo(before);
        assertThat(fingerprint("2", false, false)).isNotEqualTo(before);
        assertThat(fingerprint("1", true, false)).isNotEqualTo(before);
        assertThat(fingerprint("1", false, true)).isNotEqualTo(before);
        assertThat(fingerprint("1", false, false, "width=9")).isNotEqualTo(before);
        assertThat(sources().fingerprint("1", false, false, StandardCharsets.UTF_16))
                .isNotEqualTo(before);
        write("draft.model", BLOCKS);
        assertThat(fingerprint("1", false, false)).isNotEqualTo(before);
        Files.delete(root.resolve("draft.model"));
        assertThat(fingerprint("1", false, false)).isEqualTo(before);
        write("net.model", model("Net", "dense(width + 0)"));
        assertThat(fingerprint("1", false, false)).isNotEqualTo(before);
    }
}
