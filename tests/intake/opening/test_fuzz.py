"""Two thousand damaged files: none ends the server or keeps it waiting, and each says what came of it."""

import json
import subprocess
import sys
from collections import Counter

import pytest
from django.conf import settings

from correspondence.intake.opening.faults import Fault
from tests.intake.opening import samples
from tests.intake.opening.mutations import mutated

EACH = 260  # of each of the kinds below: 2,080 in all
SECONDS = 10  # a child's limit here


def _greeting():
    return samples.drawn(["Dear Ms. Roe:"], dpi=100, size=9).crop((80, 80, 240, 130))


def _small(kind, **options):
    return samples.saved(_greeting(), kind, **options)


def _listed(document):
    for line in samples.LETTER[:6]:
        document.add_paragraph(line)
    for line in ("A list of the gauges.", "The cost of each."):
        document.add_paragraph(line, style="List Number")
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(1, 1).text = "Gauge", "Cost"
    document.sections[0].header.paragraphs[0].text = "United States Senate"


KINDS = {
    "text.pdf": lambda: samples.pdf(samples.LETTER, samples.LETTER[:3]),
    "scan.pdf": lambda: samples.scanned_pdf(_greeting(), dpi=100),
    "letter.docx": lambda: samples.word(_listed),
    "letter.eml": lambda: samples.mail("\n".join(samples.LETTER), html="<ol><li>one</li></ol>"),
    "carrier.eml": lambda: samples.mail(
        "Attached.", ("l.pdf", "application/pdf", samples.pdf(["Dear Ms. Roe:"]))
    ),
    "page.png": lambda: _small("PNG"),
    "page.jpg": lambda: _small("JPEG", quality=60),
    "page.tif": lambda: _small("TIFF", save_all=True, append_images=[samples.drawn([], dpi=10)]),
}


@pytest.mark.parametrize("kind", KINDS)
def test_damaged_file_opens_or_says_why_not(kind, tmp_path):
    whole = KINDS[kind]()
    (tmp_path / kind).write_bytes(whole)
    files = [tmp_path / f"{seed} {kind}" for seed in range(EACH)]
    for seed, file in enumerate(files):
        file.write_bytes(mutated(whole, f"{kind} {seed}"))

    run = subprocess.run(
        [sys.executable, "-m", "tests.intake.opening.forked", str(SECONDS), str(tmp_path / kind)],
        input="\n".join(map(str, files)),
        capture_output=True,
        text=True,
        cwd=settings.BASE_DIR,
        timeout=EACH * SECONDS,
        check=False,
    )

    assert run.returncode == 0, run.stderr[-2000:]
    results = [json.loads(line) for line in run.stdout.splitlines()]
    assert [result["path"] for result in results] == [str(file) for file in files]
    assert max(result["seconds"] for result in results) < 4 * SECONDS  # for each page that may be lost
    for result in results:
        assert "pages" in result or _is_clear(result), result
    ends = Counter(result.get("fault", "opened") for result in results)
    assert len(ends) > 1, (
        ends
    )  # some open still, and some do not: the faults are neither too small nor too large


def _is_clear(result):
    message = result["message"]
    return result["fault"] in set(Fault) and 20 < len(message) < 300 and message.endswith(".")
