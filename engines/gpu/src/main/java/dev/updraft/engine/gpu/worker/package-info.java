/** What runs in the process that TornadoVM runs in, and what crosses to it. */
@NullMarked
package dev.updraft.engine.gpu.worker;

import org.jspecify.annotations.NullMarked;
