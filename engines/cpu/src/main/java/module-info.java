/** The engine for processors. It calls a native library: {@code --enable-native-access=updraft.engine.cpu} allows that. */
module updraft.engine.cpu {
    requires org.bytedeco.javacpp;
    requires transitive static org.jspecify;
    requires updraft.runtime;

    provides dev.updraft.engine.Engine with
            dev.updraft.engine.cpu.CpuEngine;
}
