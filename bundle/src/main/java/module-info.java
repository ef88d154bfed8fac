/** All that an application needs: {@code requires updraft;} brings the runtime and its engines. */
module updraft {
    requires transitive updraft.runtime;
    requires updraft.engine.cpu;
    requires updraft.engine.gpu;
}
