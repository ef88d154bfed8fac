/** The GPU engine, on a double of TornadoVM. */
@NullMarked
package dev.updraft.engine.gpu;

import org.jspecify.annotations.NullMarked;
