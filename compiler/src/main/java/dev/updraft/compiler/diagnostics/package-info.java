/**
 * What the compiler has to say to people: coded messages with the place they are about.
 *
 * <p>A {@link dev.updraft.compiler.diagnostics.Diagnostic} is shown by a
 * {@link dev.updraft.compiler.diagnostics.render.DiagnosticRenderer}, and every
 * {@link dev.updraft.compiler.diagnostics.Code} has a page, see {@link dev.updraft.compiler.diagnostics.Explanation}.
 */
@NullMarked
package dev.updraft.compiler.diagnostics;

import org.jspecify.annotations.NullMarked;
