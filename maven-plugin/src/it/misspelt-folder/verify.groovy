def log = new File(basedir, "build.log").text
def found = new File(basedir, "src/main/modle").path
def meant = new File(basedir, "src/main/model").path

assert log.contains("sourceDirectory: there is no folder $found; did you mean $meant?")
