/** Options that subcommands share, and what is read from them. */
@NullMarked
package dev.updraft.cli.options;

import org.jspecify.annotations.NullMarked;
