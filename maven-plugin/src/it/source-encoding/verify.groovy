// The enum implements an interface of the runtime.
def runtime = []
new File(localRepositoryPath, "dev/updraft/updraft-runtime").eachFileRecurse {
    if (it.name.endsWith(".jar")) {
        runtime << it.toURI().toURL()
    }
}
assert runtime

for (folder in ["latin", "ascii", "wide"]) {
    def classes = new File(basedir, "target/$folder/classes/").toURI().toURL()
    def loader = new URLClassLoader(([classes] + runtime) as URL[], null as ClassLoader)
    def drinks = loader.loadClass('com.example.Cafe$Drink').enumConstants

    assert drinks.collect { it.text() } == ["caf\u00e9", "th\u00e9", "\u65e5\u672c"]
    assert drinks.collect { it.name() } == ["CAF\u00c9", "TH\u00c9", "\u65e5\u672c"]
    loader.close()
}
