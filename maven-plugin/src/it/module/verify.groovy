assert new File(basedir, "target/classes/module-info.class").exists()
assert new File(basedir, "target/classes/com/example/Pet.class").exists()
assert !new File(basedir, "build.log").text.contains("[WARNING]")
