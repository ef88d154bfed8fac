/** Programs: the graphs that predict, evaluate and train one model, ready for an engine. */
@NullMarked
package dev.updraft.compiler.program;

import org.jspecify.annotations.NullMarked;
