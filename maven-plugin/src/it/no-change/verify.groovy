def between = new File(basedir, "target/no-change-1.jar").lastModified()
def files = []
["generated-sources", "generated-resources", "updraft"].each {
    new File(basedir, "target/$it").eachFileRecurse { files << it }
}

assert files.count { it.file } == 4
assert files.every { it.lastModified() <= between }
assert new File(basedir, "build.log").text.contains("Nothing to compile: the models are up to date")
