package dev.updraft.training.loop;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.spi.Session;
import java.util.function.Function;

/**
 * What is trained.
 *
 * @param session of {@code program}, which is of {@code model}
 * @param engine engine and device in words
 * @param open opens a session of another program on the same engine
 * @param threads how many may work; never changes what comes out
 * @param seed of the order of samples and of what is set aside
 */
public record TrainingContext(
        LayerGraph model,
        Program program,
        Session session,
        String engine,
        Function<Program, Session> open,
        int threads,
        long seed) {}
