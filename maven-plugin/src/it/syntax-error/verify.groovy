def log = new File(basedir, "build.log").text
def file = new File(basedir, "src/main/model/com/example/broken.model").path

assert log.contains("[ERROR] $file:[4,24] M0002: ")
assert log.contains("4 |         values -> dense(3")
assert log.contains("1 error in 1 model")
assert !new File(basedir, "target/generated-sources/updraft/com").exists()
