/** Draws charts. What of it users see, they see through the runtime and reports. */
@SuppressWarnings("module") // Those are built later.
module updraft.charts {
    requires java.desktop;
    requires transitive static org.jspecify;

    exports dev.updraft.charts to
            updraft.report,
            updraft.runtime;
    exports dev.updraft.charts.picture to
            updraft.report,
            updraft.runtime;
}
