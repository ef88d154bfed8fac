assert !new File(basedir, "target/generated-sources").exists()
assert !new File(basedir, "target/generated-resources").exists()
