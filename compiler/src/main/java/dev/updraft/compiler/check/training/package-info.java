/** What a file says of training: losses, metrics, and the settings of the {@code fit} block. */
@NullMarked
package dev.updraft.compiler.check.training;

import org.jspecify.annotations.NullMarked;
