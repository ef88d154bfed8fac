/** What expressions, arguments and statements of a file mean: names in scope, values, conversions, the layers they add up to. */
@NullMarked
package dev.updraft.compiler.check.evaluation;

import org.jspecify.annotations.NullMarked;
