/**
 * The reference engine: every operation in plain Java, written to be obviously right. It is the oracle that other engines
 * are tested against and needs no native library.
 */
@NullMarked
package dev.updraft.engine.reference;

import org.jspecify.annotations.NullMarked;
