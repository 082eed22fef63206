import json, sys
from pathlib import Path
from correspondence.intake.opening import pdf, text
from correspondence.intake.opening.wire import opened_as_json
from correspondence.intake.pages import Opened

path = sys.argv[1]
if open(path, "rb").read(5).startswith(b"%PDF"):
    with pdf.opened(path) as d:
        pages = []
        notes = []
        for n in range(1, len(d) + 1):
            p, x = pdf.read_page(d, n)
            pages.append(p)
            notes += x
    o = Opened("application/pdf", tuple(pages), notes=tuple(notes))
else:
    o = Opened("text/plain", text.pages_of_text(text.decoded(Path(path).read_bytes())))
print(json.dumps(opened_as_json(o)))
