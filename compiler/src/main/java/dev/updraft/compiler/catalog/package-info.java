/**
 * Everything in the language that has a name: layers, activations, initializers, regularizers, losses, optimizers,
 * schedules, metrics and the settings of the {@code fit} block. Each is declared once, as a row of a table, and the row
 * drives checking, "did you mean", completion and the reference page. Names, defaults and meanings follow Keras 3.
 */
@NullMarked
package dev.updraft.compiler.catalog;

import org.jspecify.annotations.NullMarked;
