def app = new File(basedir, "app/target")
assert new File(app, "generated-sources/updraft/com/example/app/Net.java").exists()

def packed = new File(app, "classes/com/example/app/Net.updraft").text
assert packed.contains("META-INF/updraft/com/example/blocks/tower.model")
assert packed.contains("META-INF/updraft/com/example/blocks/parts/step.model")
assert !packed.contains(basedir.path)
