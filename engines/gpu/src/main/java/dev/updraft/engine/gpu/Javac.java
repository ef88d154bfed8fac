package dev.updraft.engine.gpu;

import dev.updraft.engine.EngineException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;

/**
 * The JDK's own compiler. A class by itself, since only what compiles kernels may need the module {@code java.compiler}: an
 * image made by jlink may lack it, and the other engines work without.
 */
final class Javac {
    private static final String ADVICE =
            "run with a JDK, or add the modules java.compiler and jdk.compiler to the image";

    private Javac() {}

    /** Asked before this class's other methods are, which need the module to be there. */
    static void requireModule() {
        if (ModuleLayer.boot().findModule("java.compiler").isEmpty()) {
            throw new EngineException(
                    "kernels are compiled with javac, but this Java has no java.compiler module; " + ADVICE);
        }
    }

    /**
     * Compiles.
     *
     * @param against what messages say it was compiled against
     * @throws EngineException if there is no compiler, or the sources do not compile
     */
    static void compile(List<Path> files, List<String> options, String against) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new EngineException("kernels are compiled with javac, which this Java does not have; " + ADVICE);
        }
        var said = new StringWriter();
        try (var manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            var task = compiler.getTask(said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files));
            if (!task.call()) {
                throw new EngineException("the kernels do not compile against " + against
                        + "; Updraft is tested with another version (`updraft gpu install` brings it), or this is a"
                        + " bug of its: please report it\n"
                        + said.toString().indent(2).stripTrailing());
            }
        }
    }
}
