/** {@code updraft gpu install}: gets TornadoVM's SDK for this machine and unpacks it where the GPU engine finds it. */
@NullMarked
package dev.updraft.engine.gpu.install;

import org.jspecify.annotations.NullMarked;
