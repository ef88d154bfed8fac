/**
 * Compiles {@code .model} files when a project is built.
 *
 * <p>A goal reads its parameters ({@link dev.updraft.maven.ModelMojo}) and, in a Java that is new enough, finds the files and what they may import, has all
 * of them compiled ({@link dev.updraft.maven.ProjectCompilation}), and says what is wrong with them
 * ({@link dev.updraft.maven.DiagnosticReporter}) or writes what came of them, as far as it is new
 * ({@link dev.updraft.maven.output.IncrementalOutputs}).
 */
@NullMarked
package dev.updraft.maven;

import org.jspecify.annotations.NullMarked;
