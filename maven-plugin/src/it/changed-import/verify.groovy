def between = new File(basedir, "target/changed-import-1.jar").lastModified()
def sources = new File(basedir, "target/generated-sources/updraft/com/example")
def resources = new File(basedir, "target/generated-resources/updraft/com/example")

// 4 * 24 weights and 24 biases, then 24 * 24 and 24.
assert new File(sources, "With.java").text.contains("PARAMETERS = 720L")
assert new File(sources, "With.java").lastModified() > between
assert new File(resources, "With.updraft").text.contains("width: int = 24")
assert new File(sources, "Without.java").lastModified() <= between
assert new File(resources, "Without.updraft").lastModified() <= between
