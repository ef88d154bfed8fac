def log = new File(basedir, "build.log").text

assert log.contains("Updraft's classes need maven.compiler.release 25, found 17, the <release> of maven-compiler-plugin")
assert log.contains("Updraft's classes need maven.compiler.release 25, found 21, the <release> of maven-compiler-plugin")
assert !log.contains("COMPILATION ERROR")
