def log = new File(basedir, "build.log").text
assert log.contains("net.model:[1,8] M0402: ")
assert log.contains("clashing-imports-left-1.jar and ")
assert log.contains("clashing-imports-right-1.jar")
