import java.util.zip.ZipFile

def classes = { name ->
    def jar = new ZipFile(new File(basedir, "target/${name}.jar"))
    def names = jar.entries().collect { it.name }
    jar.close()
    names.findAll { it.startsWith("com/example/") && it.endsWith(".class") }.collect { it[12..-7] }.sort()
}

assert classes("before") == ["A", "B", "C"]
assert classes("after") == ["A", "B", "C"]
assert classes("single") == ["A", "B"]
