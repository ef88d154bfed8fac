def log = new File(basedir, "build.log").text
def folder = new File(basedir, "src/main/model/com/example").path

assert log.contains("$folder/one.model:[3,25] M0202: ")
assert log.contains("$folder/one.model:[3,42] M0305: ")
assert log.contains("$folder/two.model:[3,24] M0103: ")
assert log.contains("3 errors in 2 models")
assert !new File(basedir, "target/generated-sources/updraft/com").exists()
