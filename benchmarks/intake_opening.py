"""Time how files that come in are opened, against the libraries that do the bare work.

    python benchmarks/intake_opening.py [--rounds 5] [--pages 4] [FILE …]

A letter of full pages is made: with a text layer, and as a scan at 200 dpi, turned by a degree, with grain.
Each is opened as at work, in a child, and in turn with its floor: PDFium that only hands out the page's
text, and Tesseract that only reads the same picture, upright and without the grain. Printed are seconds a
page on the clock, and of one core, which is what the bars are about (what the child costs to start is shared
by the letter's pages, and is given by itself), the ratio to the floor, and the most memory that a child held.
Files that are named are opened as well. Ends with 0 whatever the figures: it is a benchmark, not a test.
"""

import argparse
import io
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import pypdfium2
from PIL import Image

from correspondence.intake.opening import ocr
from correspondence.intake.opening.child import Process, open_file
from correspondence.intake.opening.faults import CannotOpen

TEXT = (
    "The Committee writes about the gauges that measure how high the water stands in the small streams, and "
    "about the reports which the Department has not sent since the spring of last year although the statute "
    "asks for them."
)
BARS = {"layer": 0.3, "scan": 4.0}  # seconds of one core a page
MEMORY = 500  # MB


class Measured(Process):
    """A child, of which is kept how much memory it held.

    That is VmHWM; what the kernel says of it when it has ended counts what the parent held when it began.
    """

    peak = last = 0

    def end(self):
        for line in Path(f"/proc/{self.popen.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                Measured.last = int(line.split()[1]) * 1024 / 1e6
                Measured.peak = max(Measured.peak, Measured.last)
        return super().end()


def page_of_text(number):
    """The lines of a full page."""
    words = TEXT.split()
    lines, words = [], words[number:] + words[:number]
    for line in range(40):
        place = line * 7 % len(words)
        lines.append(" ".join((words[place:] + words)[:13]))
    return lines


def layered(pages):
    """A PDF with a text layer."""
    from tests.intake.opening.samples import pdf

    return pdf(
        *[
            [(72, 730 - 16 * n, 10, line) for n, line in enumerate(page_of_text(page))]
            for page in range(pages)
        ]
    )


def scanned(source, *, is_dirty):
    """The pages of a PDF as pictures of 200 dpi, as a scanner gives them or as they should be."""
    pictures = []
    for page in pypdfium2.PdfDocument(source):
        picture = page.render(scale=200 / 72, grayscale=True).to_pil().convert("L")
        if is_dirty:
            picture = picture.rotate(1, resample=Image.Resampling.BICUBIC, fillcolor=255)
            picture = Image.blend(
                picture.point(lambda grey: 30 + grey * 210 // 255), _grain(picture.size), 0.25
            )
        pictures.append(picture)
    return pictures


def _grain(size):
    return Image.effect_noise(size, 60)


def timed(work):
    """Seconds on the clock and on a processor (of children too) that it takes."""
    begun, used = time.perf_counter(), _used()
    work()
    return time.perf_counter() - begun, _used() - used


def _used():
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def bare_layer(source):
    for page in pypdfium2.PdfDocument(source):
        page.get_textpage().get_text_range()


def bare_scan(pictures):
    for picture in pictures:
        reader = ocr.load()
        reader.SetImage(picture)
        reader.SetSourceResolution(200)
        reader.GetUTF8Text()


def row(name, clock, used, floor, pages, bar):
    """A line of the table, from seconds of each round."""
    page, ratio = median(used) / pages, median(used) / median(floor)
    verdict = "met" if page < bar else "**missed**"
    print(
        f"| {name} | {median(clock) / pages:.3f} | {page:.3f} | {median(floor) / pages:.4f} | {ratio:.1f} "
        f"| < {bar:g} s | {verdict} |"
    )


def main():
    """Measure, and print a table that can be pasted."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pages", type=int, default=4)
    parser.add_argument("files", nargs="*", type=Path)
    options = parser.parse_args()
    ocr.load()
    with tempfile.TemporaryDirectory() as folder:
        layer, scan, word = (Path(folder) / name for name in ("layer.pdf", "scan.pdf", "empty.txt"))
        layer.write_bytes(layered(options.pages))
        clean = scanned(layer, is_dirty=False)
        held = io.BytesIO()
        dirty = scanned(layer, is_dirty=True)
        dirty[0].save(held, "PDF", save_all=True, append_images=dirty[1:], resolution=200, quality=60)
        scan.write_bytes(held.getvalue())
        word.write_text("Dear Ms. Roe:\n")
        floors = {"layer": lambda: bare_layer(layer), "scan": lambda: bare_scan(clean)}
        load = os.getloadavg()[0]
        print(f"\n### Opening: {options.pages} pages, medians of {options.rounds}, load {load:.1f}\n")
        print("| page | s | s of a core | floor, s of a core | × floor | bar | |")
        print("|---|---|---|---|---|---|---|")
        for name, file in (("layer", layer), ("scan", scan)):
            clock, used, floor = [], [], []
            for _ in range(options.rounds):
                floor.append(timed(floors[name])[1])
                took = timed(lambda file=file: open_file(file, process=Measured))
                clock.append(took[0])
                used.append(took[1])
            row(name, clock, used, floor, options.pages, BARS[name])
        start = [timed(lambda: open_file(word, process=Measured))[0] for _ in range(options.rounds)]
        print(f"\nA child starts, reads a line of text and ends in {median(start):.2f} s.")
        for file in options.files:
            print(f"{file.name}: {_tried(file)}")
        peak = Measured.peak
        verdict = "met" if peak < MEMORY else "**missed**"
        print(f"The most memory a child held: {peak:.0f} MB ({verdict}: < {MEMORY}).")


def _tried(file):
    opened = []
    try:
        clock, used = timed(lambda: opened.append(open_file(file, process=Measured)))
    except CannotOpen as fault:
        return fault.message
    pages = len(opened[0].pages)
    return (
        f"{pages} pages, {clock / pages:.2f} s each, {used / pages:.2f} s of a core, {Measured.last:.0f} MB"
    )


if __name__ == "__main__":
    main()
