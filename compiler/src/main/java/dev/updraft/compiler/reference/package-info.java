/** The reference of the language: what each name of the catalog means, found by name and written for a terminal. */
@NullMarked
package dev.updraft.compiler.reference;

import org.jspecify.annotations.NullMarked;
