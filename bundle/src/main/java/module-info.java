/** All that an application needs: {@code requires updraft;} brings the runtime, its engines and reports. */
module updraft {
    requires transitive updraft.report;
    requires transitive updraft.runtime;
    requires updraft.engine.cpu;
    requires updraft.engine.gpu;
}
