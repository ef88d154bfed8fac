import java.util.zip.ZipFile

def target = new File(basedir, "target")
assert new File(target, "generated-sources/updraft/com/example/Kept.java").exists()
assert !new File(target, "generated-sources/updraft/com/example/old").exists()
assert !new File(target, "generated-resources/updraft/com/example/old").exists()

def jar = new ZipFile(new File(target, "deleted-source-1.jar"))
def names = jar.entries().collect { it.name.toLowerCase() }
jar.close()
assert names.any { it.endsWith("kept.updraft") }
assert !names.any { it.contains("old") }
