/** Drawings of a model's layers, from the inputs down. */
@NullMarked
package dev.updraft.report.graph;

import org.jspecify.annotations.NullMarked;
