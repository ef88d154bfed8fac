/** A user's module, which exports the generated class. */
@SuppressWarnings("requires-automatic")
module com.example.app {
    requires java.desktop;
    requires updraft;

    exports com.example;
}
