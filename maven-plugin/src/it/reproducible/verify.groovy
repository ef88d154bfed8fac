def jars = ["first", "second"].collect { new File(basedir, "target/$it/reproducible-1.jar").bytes }
assert jars[0] == jars[1]
