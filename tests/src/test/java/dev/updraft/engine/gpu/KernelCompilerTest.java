package dev.updraft.engine.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.program.Purpose;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.TestPrograms;
import dev.updraft.engine.gpu.emit.EmittedProgram;
import dev.updraft.engine.gpu.emit.TornadoEmitter;
import dev.updraft.engine.gpu.emit.device.DeviceTraits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelCompilerTest {
    private static final EmittedProgram PROGRAM = emit(3);

    @TempDir
    private Path folder;

    private Path classes;
    private KernelCompiler compiler;

    @BeforeEach
    void begin() {
        classes = folder.resolve("classes");
        compiler = new KernelCompiler(DoubleEngine.api(), classes);
    }

    private static EmittedProgram emit(int units) {
        var program = TestPrograms.program(String.format(Locale.ROOT, """
                model Small {
                    input x: float[2]
                    network { x -> dense(%d) -> output }
                }
                """, units));
        return TornadoEmitter.emit("Small", program, Purpose.PREDICT, 2, DeviceTraits.PROCESSOR);
    }

    private static EmittedProgram withSource(String source) {
        return new EmittedProgram("Broken_1", source, 1, List.of(1L), 1, 0, 0, List.of(1), 1, 0, List.of());
    }

    private Map<Path, FileTime> files() throws IOException {
        var times = new TreeMap<Path, FileTime>();
        try (Stream<Path> all = Files.walk(classes)) {
            for (var file : all.toList()) {
                times.put(file, Files.getLastModifiedTime(file));
            }
        }
        return times;
    }

    @Test
    void whatIsCompiledAlreadyIsNotTouched() throws IOException {
        var name = compiler.compile(PROGRAM);
        assertThat(classes.resolve(name.replace('.', '/') + ".class")).exists();
        var before = files();

        assertThat(compiler.compile(PROGRAM)).isEqualTo(name);
        compiler.compileDriver();
        assertThat(new KernelCompiler(DoubleEngine.api(), classes).compile(PROGRAM))
                .isEqualTo(name);

        assertThat(files()).isEqualTo(before);
    }

    @Test
    void anotherContentIsAnotherClass() {
        assertThat(compiler.compile(emit(4))).isNotEqualTo(compiler.compile(PROGRAM));
    }

    @Test
    void nothingButClassesStays() throws IOException {
        compiler.compile(PROGRAM);
        assertThat(files().keySet().stream().filter(Files::isRegularFile))
                .allMatch(file -> file.toString().endsWith(".class")
                        || file.getFileName().toString().startsWith("driver."));
        assertThat(files().keySet()).noneMatch(file -> file.toString().contains("making-"));
    }

    @Test
    void aBrokenSourceGivesTheWordsOfTheCompilerAndLeavesNothing() throws IOException {
        compiler.compileDriver();
        var before = files().keySet();
        assertThatThrownBy(() -> compiler.compile(
                        withSource("package dev.updraft.generated; final class Broken_1 { int x = \"text\"; }")))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("the kernels do not compile against")
                .hasMessageContaining("incompatible types")
                .hasMessageContaining("Broken_1.java:1");
        assertThat(files().keySet()).isEqualTo(before);
    }

    @Test
    void aCacheThatCannotBeWrittenSaysWhichAndWhatToSet() throws IOException {
        Files.writeString(classes, "a file where a folder should be");
        assertThatThrownBy(() -> compiler.compile(PROGRAM))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("compiled kernels cannot be stored in " + classes)
                .hasMessageContaining("set UPDRAFT_CACHE to a writable folder");
    }

    @Test
    void anUnfinishedDriverIsCompiledAnew() throws IOException {
        compiler.compileDriver();
        try (Stream<Path> all = Files.list(classes)) {
            for (var stamp : all.filter(Files::isRegularFile).toList()) {
                Files.delete(stamp);
            }
        }
        var driver = classes.resolve(KernelCompiler.DRIVER.replace('.', '/') + ".class");
        Files.write(driver, new byte[0]);

        compiler.compileDriver();

        assertThat(driver).isNotEmptyFile();
    }
}
