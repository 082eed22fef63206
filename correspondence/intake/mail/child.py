"""Reading a large mail in a process of its own, which may not take more than its limits.

A mail of 50 MB can be written so that taking it apart fills gigabytes and takes minutes. A small one cannot,
and is read where it is.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path

from correspondence.intake.mail.reading import FileInMail, Read, read_head, read_mail
from correspondence.intake.opening.child import bare_environment
from correspondence.intake.opening.limits import MIB, Limits, keep_to

SMALL = 256 * 1024  # bytes
LIMITS = Limits(memory=480 * MIB, computing=20)
PATIENCE = 60  # seconds on a clock


def read_apart(raw, *, limits=LIMITS, patience=PATIENCE):
    """A mail, from its bytes; where that takes more than the limits, what its head says, as broken.

    Never raises.
    """
    if len(raw) <= SMALL:
        return read_mail(raw)
    with tempfile.TemporaryDirectory(prefix="mail-") as folder:
        place = Path(folder)
        (place / "mail").write_bytes(raw)
        task = json.dumps({"folder": folder, "limits": asdict(limits)})
        try:
            subprocess.run(
                [sys.executable, "-P", "-s", "-m", "correspondence.intake.mail.child", task],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                env=bare_environment(folder),
                timeout=patience,
                check=True,
            )
            return _from_folder(place)
        except (subprocess.SubprocessError, OSError, ValueError, KeyError, TypeError):
            read = read_head(raw)
            read.is_broken = True
            return read


def _into_folder(read, place):
    said = {one.name: getattr(read, one.name) for one in fields(Read) if one.name != "files"}
    said["dated_at"] = read.dated_at.isoformat() if read.dated_at else None
    said["files"] = [one.name for one in read.files]
    for number, one in enumerate(read.files):
        (place / str(number)).write_bytes(one.data)
    (place / "read.json").write_text(json.dumps(said))


def _from_folder(place):
    said = json.loads((place / "read.json").read_text())
    said["dated_at"] = datetime.fromisoformat(said["dated_at"]) if said["dated_at"] else None
    said["answers"], said["receivers"] = tuple(said["answers"]), tuple(said["receivers"])
    said["files"] = tuple(
        FileInMail(name, (place / str(number)).read_bytes()) for number, name in enumerate(said["files"])
    )
    return Read(**said)


def main(task):
    """In the child: keep to the limits, read the mail in the folder, leave there what it says."""
    keep_to(Limits(**task["limits"]))
    place = Path(task["folder"])
    _into_folder(read_mail((place / "mail").read_bytes()), place)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
