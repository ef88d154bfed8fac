package dev.updraft.cli.commands;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.diagnostics.NearestName;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What {@code updraft compile} can print: what each pass of the compiler makes, and what becomes of a plan on a device. */
public final class Stages implements Iterable<String> {
    /** As {@code layers}, before any check. */
    static final String SYNTAX = "syntax";

    static final String LAYERS = "layers";

    /** The operations that all passes of a program leave. */
    static final String OPS = "ops";

    /** Variables, step scalars and the kernels of every graph. */
    static final String SCHEDULE = "schedule";

    /** What the last pass makes. */
    static final String PLAN = "plan";

    /** The source for TornadoVM. */
    static final String KERNELS = "kernels";

    /** What TornadoVM makes of the source. */
    public static final List<String> LANGUAGES = List.of("opencl", "cuda", "ptx");

    /** All names, in the order in which a model goes through the stages. */
    public static List<String> all() {
        var all = new ArrayList<String>();
        for (var pass : Compiler.passes()) {
            all.add(pass);
            if (pass.equals(Compiler.SIMPLIFICATION.names().getLast())) {
                all.add(OPS);
            }
            if (pass.equals(Compiler.scheduling(true).names().getLast())) {
                all.add(SCHEDULE);
            }
        }
        all.add(PLAN);
        all.add(KERNELS);
        all.addAll(LANGUAGES);
        return all;
    }

    /** For completion in a shell, and for help. */
    @Override
    public Iterator<String> iterator() {
        return all().iterator();
    }

    /** Reads the name of a stage. */
    static final class Converter implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            var all = all();
            if (all.contains(text)) {
                return text;
            }
            var nearest = NearestName.of(text, all)
                    .map(name -> "; did you mean `" + name + "`?")
                    .orElse(".");
            throw new TypeConversionException(
                    "unknown stage `" + text + "`" + nearest + " Stages: " + String.join(", ", all));
        }
    }
}
