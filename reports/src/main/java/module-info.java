/** Reports of runs. */
module updraft.report {
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.jr.ob;
    requires java.desktop;
    requires jdk.httpserver;
    requires updraft.charts;
    requires transitive static org.jspecify;
    requires transitive updraft.runtime;

    exports dev.updraft.report;
    exports dev.updraft.report.run;

    // Records are read by reflection.
    opens dev.updraft.report.run;
}
