"""The layer rule of ARCHITECTURE, checked by reading every import and every relation."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test.utils import isolate_apps

# Each layer may look down at those before it, never up, and never sideways at its sibling.
LAYERS = [
    ["core"],
    ["audit"],
    ["directory"],
    ["accounts"],
    ["documents"],
    ["letters"],
    ["responses"],
    ["followups"],
    ["casework"],
    ["timeline"],
    ["intake", "reports", "search"],
    ["templatetags"],  # display only; an edge may use them
    ["forms"],  # what is typed, whichever door it is typed at
    ["api", "web", "admin"],
]
LAYER = {package: number for number, packages in enumerate(LAYERS) for package in packages}
EDGES = LAYERS[-1]
# Above everything, and so free to import anything: the demo, commands, addresses, the index of tables …
TOP = {
    "demo",
    "management",
    "migrations",
    "apps",
    "asgi",
    "background",
    "models",
    "serving",
    "settings",
    "ticking",
    "urls",
    "wsgi",
}
# Inside a package, each imports only those to its left.
STEPS = ["models", "rules", "queries", "actions"]
VAGUE = {"utils", "helpers", "services", "managers", "signals"}
LONGEST = 400
PRODUCT = Path(settings.BASE_DIR) / "correspondence"


def modules(root):
    """Every module under a package's folder, as its dotted name and its file."""
    for file in sorted(root.rglob("*.py")):
        parts = [root.name, *file.relative_to(root).with_suffix("").parts]
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), file


def imports(name, file, known):
    """Each module of the product that a module names, with the line.

    In import statements wherever they stand, relative ones too, and in strings such as
    `import_string("correspondence.web.urls")`.
    """
    package = name.split(".") if file.name == "__init__.py" else name.split(".")[:-1]
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            named = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else []
            base = ".".join([*base, *filter(None, [node.module])])
            named = [f"{base}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isascii():
            named = [node.value] if node.value.replace(".", "").replace("_", "").isalnum() else []
        else:
            continue
        for target in named:
            while target and target not in known:  # a name inside a module: the module itself
                target = target.rpartition(".")[0]
            if "." in target:
                yield target, node.lineno


def imports_that_break_the_rule(root):
    """Sentences, one for each import that does not point down; none where all is well."""
    found = dict(modules(root))
    for name, file in found.items():
        for target, line in imports(name, file, found):
            if why := why_not(name.split(".")[1:], target.split(".")[1:]):
                yield f"{name}:{line} imports {target}: {why}"


def why_not(source, target):
    """Why one module may not import another (both as lists below the product); nothing where it may."""
    if not source or source[0] in TOP:
        return None
    if source[0] not in LAYER:
        return f"{source[0]} has no layer: give it one"
    if target[0] in TOP:
        return f"{target[0]} stands above everything"
    if target[0] not in LAYER:
        return f"{target[0]} has no layer: give it one"
    if source[0] == target[0]:
        steps = [STEPS.index(parts[1]) for parts in (source, target) if len(parts) > 1 and parts[1] in STEPS]
        return "it stands to its right" if len(steps) == 2 and steps[1] > steps[0] else None
    if LAYER[target[0]] == LAYER[source[0]]:
        return "it is a sibling"
    return "it stands above" if LAYER[target[0]] > LAYER[source[0]] else None


def relations_that_break_the_rule(tables):
    """Sentences, one for each foreign key or many-to-many that does not point down.

    A history table counts as the package of the table whose history it keeps, which is where
    simple-history puts it; who made a change (`history_user`) stands apart.
    """
    for table in tables:
        fields = [*table._meta.local_fields, *table._meta.local_many_to_many]
        for field in fields:
            other = field.related_model
            if (
                not other
                or field.name == "history_user"
                or not other.__module__.startswith("correspondence.")
            ):
                continue
            if why := why_not(table.__module__.split(".")[1:2], other.__module__.split(".")[1:2]):
                yield f"{table.__name__}.{field.name} points to {other.__name__}: {why}"


def clocks_read(root):
    """Places below the edges that ask what time it is: there, the clock is passed in."""
    for name, file in modules(root):
        package = name.split(".")[1:2]
        if package and package[0] in LAYER and package[0] not in EDGES:
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Attribute) and is_a_clock(node):
                    yield f"{name}:{node.lineno} reads the clock"


def is_a_clock(node):
    """Whether it is `datetime.now`, `timezone.localdate` or the like."""
    owner = ast.unparse(node.value).rpartition(".")[2]
    return node.attr in {"now", "today", "utcnow", "localdate"} and owner in {"datetime", "date", "timezone"}


def vague_or_long(root):
    """Files whose name says nothing, or that are too long for one reading (migrations apart)."""
    for name, file in modules(root):
        if ".migrations" in name:
            continue
        if vague := VAGUE & set(name.split(".")):
            yield f"{name}: {vague.pop()} says nothing"
        if (lines := len(file.read_text().splitlines())) > LONGEST:
            yield f"{name} has {lines} lines: make it a folder"


def test_every_import_points_down():
    assert list(imports_that_break_the_rule(PRODUCT)) == []


def test_every_relation_points_down():
    tables = apps.get_app_config("correspondence").get_models(include_auto_created=True)

    assert list(relations_that_break_the_rule(tables)) == []


def test_history_is_looked_at_too():
    tables = {table.__name__ for table in apps.get_app_config("correspondence").get_models()}

    assert {"Letter", "HistoricalLetter", "HistoricalAnswer"} <= tables


def test_only_edges_and_commands_read_the_clock():
    assert list(clocks_read(PRODUCT)) == []


def test_files_have_names_that_speak_and_an_end_in_sight():
    assert list(vague_or_long(PRODUCT)) == []


@pytest.fixture
def plant(tmp_path):
    """A tree to find faults in: `plant({"letters/rules.py": "import …"})`."""

    def planted(files):
        root = tmp_path / "correspondence"
        for package in [*LAYER, *TOP, "letters/actions"]:
            (root / package).mkdir(parents=True, exist_ok=True)
            (root / package / "__init__.py").touch()
        for path in ["letters/models.py", "letters/queries.py", "web/pages.py", "core/days.py"]:
            (root / path).touch()
        for path, text in files.items():
            (root / path).write_text(text)
        return root

    return planted


@pytest.mark.parametrize(
    ("file", "text", "why"),
    [
        ("directory/models.py", "from correspondence.letters.models import Letter", "it stands above"),
        ("directory/models.py", "from correspondence import letters", "it stands above"),
        ("directory/models.py", "import correspondence.letters.models as far", "it stands above"),
        ("directory/models.py", "from ..letters import models", "it stands above"),
        ("directory/models.py", "def f():\n    from correspondence.letters import models", "it stands above"),
        ("directory/models.py", "import_string('correspondence.letters.models.Letter')", "it stands above"),
        ("core/text.py", "from correspondence.audit import anything", "it stands above"),
        ("search/box.py", "from correspondence.reports import anything", "it is a sibling"),
        ("web/urls.py", "from correspondence.admin import site", "it is a sibling"),
        ("letters/rules.py", "from correspondence.web import pages", "it stands above"),
        ("letters/rules.py", "from correspondence.models import Letter", "models stands above everything"),
        ("letters/rules.py", "from correspondence.letters.queries import owed", "it stands to its right"),
        ("letters/models.py", "from correspondence.letters import actions", "it stands to its right"),
        ("letters/queries.py", "from .actions import send", "it stands to its right"),
        ("strange.py", "from correspondence.core import days", "strange has no layer: give it one"),
    ],
)
def test_an_import_that_does_not_point_down_is_found(plant, file, text, why):
    root = plant({file: text})

    [found] = imports_that_break_the_rule(root)

    assert found.endswith(f": {why}")
    assert found.startswith(f"correspondence.{file.removesuffix('.py').replace('/', '.')}:")


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("letters/actions/sending.py", "from correspondence.letters.queries import owed\nimport json"),
        ("letters/actions/sending.py", "from correspondence.letters.actions import drafts"),
        ("letters/queries.py", "from correspondence.core.days import EASTERN"),
        ("letters/queries.py", "from correspondence.letters.deadlines import due_on"),
        ("web/urls.py", "from correspondence.timeline import queries\nfrom correspondence.web import pages"),
        ("urls.py", "from correspondence.admin import site\nfrom correspondence.web import pages"),
        ("directory/models.py", "models.ForeignKey('correspondence.User', models.CASCADE)"),
        ("directory/models.py", "'A sentence about correspondence.letters that imports nothing.'"),
    ],
)
def test_an_import_that_points_down_is_fine(plant, file, text):
    root = plant({file: text})

    assert list(imports_that_break_the_rule(root)) == []


@isolate_apps("correspondence")
def test_a_relation_that_does_not_point_down_is_found():
    class Letter(models.Model):
        __module__ = "correspondence.letters.models"

        class Meta:
            app_label = "correspondence"

    class Office(models.Model):
        __module__ = "correspondence.directory.models"
        latest = models.ForeignKey("correspondence.Letter", models.CASCADE, related_name="+")
        letters = models.ManyToManyField("Letter", related_name="+")

        class Meta:
            app_label = "correspondence"

    class Response(models.Model):
        __module__ = "correspondence.responses.models"
        letter = models.ForeignKey("correspondence.Letter", models.CASCADE, related_name="+")

        class Meta:
            app_label = "correspondence"

    found = list(relations_that_break_the_rule([Letter, Office, Office.letters.through, Response]))

    assert found == [
        "Office.latest points to Letter: it stands above",
        "Office.letters points to Letter: it stands above",
        "Office_letters.letter points to Letter: it stands above",
    ]


def test_vague_names_and_long_files_are_found(plant):
    root = plant({"letters/utils.py": "", "web/pages.py": "\n" * 401, "migrations/0001.py": "\n" * 900})

    assert list(vague_or_long(root)) == [
        "correspondence.letters.utils: utils says nothing",
        "correspondence.web.pages has 401 lines: make it a folder",
    ]


def test_a_clock_read_in_a_rule_is_found(plant):
    root = plant(
        {
            "letters/rules.py": "today = today or timezone.localdate()",
            "letters/models.py": "at = models.DateTimeField(default=datetime.datetime.now)",
            "letters/queries.py": "def owed(*, now):\n    return now.today",
            "web/pages.py": "timezone.now()",
        }
    )

    assert list(clocks_read(root)) == [
        "correspondence.letters.models:1 reads the clock",
        "correspondence.letters.rules:1 reads the clock",
    ]
