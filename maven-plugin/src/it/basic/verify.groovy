import java.util.zip.ZipFile

def jar = new ZipFile(new File(basedir, "target/basic-1.jar"))
def names = jar.entries().collect { it.name }
jar.close()

assert names.contains("com/example/flowers/Iris.class")
assert names.contains("com/example/flowers/Iris.updraft")
assert names.contains("META-INF/updraft/com/example/flowers/iris.model")
assert new File(basedir, "target/generated-sources/updraft/com/example/flowers/Iris.java").exists()
