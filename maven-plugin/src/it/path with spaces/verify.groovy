assert new File(basedir, "target/generated-sources/updraft/com/example/Net.java").exists()
assert new File(basedir, "target/classes/com/example/Net.updraft").exists()
