"""What others wrote and we carry along is what they published."""

import hashlib
import json
from pathlib import Path


def faults(root: Path) -> list[str]:
    found = []
    for lock in sorted(root.glob("tests/**/vendor.lock")):
        for name, package in json.loads(lock.read_text()).items():
            if not package["integrity"].startswith("sha512-"):
                found.append(f"{name} has no integrity of its published package in {lock.relative_to(root)}.")
            found += [
                f"{path} is not the file that {name} {package['version']} was published with."
                for path, digest in package["files"].items()
                if not (lock.parent / path).is_file()
                or hashlib.sha256((lock.parent / path).read_bytes()).hexdigest() != digest
            ]
        listed = {path for package in json.loads(lock.read_text()).values() for path in package["files"]}
        there = {str(path.relative_to(lock.parent)) for path in lock.parent.glob("*/**/*") if path.is_file()}
        found += [f"{path} is not listed in {lock.relative_to(root)}." for path in sorted(there - listed)]
    return found
