/** Diagnostics as text: for terminals, for Maven's log, as JSON. */
@NullMarked
package dev.updraft.compiler.diagnostics.render;

import org.jspecify.annotations.NullMarked;
