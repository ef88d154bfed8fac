def log = new File(basedir, "build.log").text
def model = new File(basedir, "src/two/com/example/b.model").path

assert log.count("[ERROR] $model:[1,7] M0203: the execution `default` of compile already generates the class com.example.B") == 3
assert new File(basedir, "target/generated-sources/updraft/com/example/B.java").exists()
