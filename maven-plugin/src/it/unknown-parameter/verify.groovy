assert new File(basedir, "build.log").text.contains("no model has a parameter `hiden`; did you mean `hidden`?")
