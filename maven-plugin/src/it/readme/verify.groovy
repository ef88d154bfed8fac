assert new File(basedir, "app/target/classes/com/example/Cifar10.class").exists()
assert new File(basedir, "app/target/classes/com/example/Cifar10.updraft").exists()
