def sources = new File(basedir, "target/classes-of-models/org/example/nets")
def resources = new File(basedir, "target/classes")

// 4 * 64 weights and 64 biases, then 64 * 3 and 3.
assert new File(sources, "Iris.java").text.contains("PARAMETERS = 515L")
assert new File(sources, "Iris.java").text.contains("package org.example.nets;")
assert new File(sources, "Small.java").exists()
assert new File(resources, "org/example/nets/Iris.updraft").text.contains('"hidden" : "64"')
assert new File(resources, "META-INF/updraft/org/example/nets/other/small.model").exists()
assert new File(resources, "META-INF/updraft/org/example/nets/Iris").list().any { it.endsWith(".java") }
