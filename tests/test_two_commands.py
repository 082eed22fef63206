"""bin/run and bin/test as a person meets them: real processes, real ports, a folder that was empty."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
MANAGE = [sys.executable, "manage.py"]
VARIABLES = re.findall(r"^#(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)

# What is served is made once, and by one worker: it takes a while.
pytestmark = pytest.mark.xdist_group("two-commands")


def environment(**variables):
    """A process's variables: none of the suite's, and nothing from the .env of whoever runs it."""
    ours = {"DJANGO_SETTINGS_MODULE", "TEST_RUN", "TEST_DB"} | {
        name for name in os.environ if name.startswith(("PYTEST_", "PIP_"))
    }
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return kept | dict.fromkeys(VARIABLES, "") | variables


def run(command, *, cwd=ROOT, **variables):
    return subprocess.run(
        command, cwd=cwd, env=environment(**variables), capture_output=True, text=True, timeout=300
    )


def free_port():
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return str(asked.getsockname()[1])


def fetch(address):
    """Status and text; nothing while nobody answers."""
    try:
        with urlopen(address, timeout=5) as page:
            return page.status, page.read().decode()
    except URLError as fault:
        return getattr(fault, "code", None), ""


def started_by(process):
    """The processes that a process started: workers, ticker."""
    of = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            of[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    return {child for child, parent in of.items() if parent == process}


def ended(processes):
    """Whether none of these is left, waiting a little for the last to go."""
    for _ in range(100):
        if not any(Path(f"/proc/{process}").exists() for process in processes):
            return True
        time.sleep(0.1)
    return False


class Server:
    """`manage.py serve` as bin/run ends in it, in a session of its own, as a terminal would give it.

    It is there once it answers, and has started two workers, what ticks and what works behind the pages.
    """

    def __init__(self, var, *arguments, **variables):
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            [*MANAGE, "serve", *arguments],
            cwd=ROOT,
            env=environment(VAR=str(var), PORT=self.port, **variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        deadline = time.monotonic() + 60
        while fetch(f"{self.address}/healthz")[0] != 200 or len(started_by(self.process.pid)) < 4:
            assert self.process.poll() is None, self.process.stdout.read()
            assert time.monotonic() < deadline
            time.sleep(0.1)

    def end(self, how=signal.SIGINT, send=os.killpg):
        """Its exit status, and what it had said. A terminal signals the whole group, `kill` one process."""
        send(self.process.pid, how)
        said, _ = self.process.communicate(timeout=90)
        return self.process.returncode, said


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    """A folder that was begun with `--empty` and served once, and what that said."""
    folder = tmp_path_factory.mktemp("served") / "var"
    server = Server(folder, "--empty")
    yield folder, server.end()
    shutil.rmtree(folder)


@pytest.fixture
def server(var):
    started = Server(var[0])
    yield started
    if started.process.poll() is None:
        os.killpg(started.process.pid, signal.SIGKILL)
        started.process.communicate()


def test_the_first_start_makes_what_is_missing_in_a_few_calm_lines(var):
    folder, (status, said) = var

    assert status == 0
    lines = said.splitlines()
    assert lines[0] == f"Making the database {folder}/db.sqlite3 …"
    assert lines[-4:-2] == ["  .venv/bin/python manage.py createsuperuser", "Collecting static files …"]
    assert re.fullmatch(r"Serving http://127\.0\.0\.1:\d+ \(Ctrl-C ends it\)\.", lines[-2])
    assert lines[-1] == "Stopped."
    assert len(lines) == 6


def test_a_later_start_makes_nothing_and_fills_nothing_that_was_begun_empty(server):
    status, said = server.end()

    assert status == 0
    assert "Making" not in said
    assert "Collecting" not in said
    assert "demo" not in said
    assert "manage.py createsuperuser" in said


def test_pages_and_their_style_sheets_are_served(server):
    status, page = fetch(f"{server.address}/admin/login/")
    assert status == 200, server.end()
    style_sheet = re.search(r'href="(/static/[^"]+\.css)"', page)[1]

    assert re.search(r"\.[0-9a-f]{12}\.css$", style_sheet)
    assert fetch(server.address + style_sheet)[0] == 200


@pytest.mark.parametrize(
    ("how", "send"),
    [
        (signal.SIGINT, os.killpg),
        (signal.SIGINT, os.kill),
        (signal.SIGTERM, os.kill),
        (signal.SIGHUP, os.kill),
    ],
)
def test_what_was_started_ends_with_ctrl_c_and_with_the_terminal(server, how, send):
    started = started_by(server.process.pid)

    status, said = server.end(how, send)

    assert status == 0
    assert said.splitlines()[-1] == "Stopped."
    assert "Traceback" not in said
    assert len(started) == 4
    assert ended(started)


def test_what_was_started_ends_where_the_server_is_killed(server):
    started = started_by(server.process.pid)

    server.end(signal.SIGKILL, os.kill)

    assert len(started) == 4
    assert ended(started)


def test_a_port_in_use_is_one_line(server, var):
    again = run([*MANAGE, "serve"], VAR=str(var[0]), PORT=server.port)

    assert again.returncode == 1
    assert again.stderr == (
        f"Port {server.port} is in use: stop what is using it, or choose another with PORT=…\n"
    )
    assert again.stdout == ""


@pytest.mark.parametrize(
    ("variables", "line"),
    [
        ({"HOST": "0.0.0.0"}, "plain HTTP is served on the loopback address alone"),
        ({"HOST": "127.0.0.1", "PORT": "http"}, "give a whole number"),
        ({"VAR": "/dev/null/var"}, "choose another folder with VAR=…"),
        ({"DATABASE_URL": "sqlite:////nowhere/file.sqlite3"}, "The database /nowhere/file.sqlite3 cannot be"),
        ({"DATABASE_URL": "postgres://app:hunter2@127.0.0.1:1/app"}, "The database app on 127.0.0.1 cannot"),
    ],
)
def test_a_fault_is_one_line(tmp_path, variables, line):
    refused = run([*MANAGE, "serve"], **({"VAR": str(tmp_path), "PORT": free_port()} | variables))

    assert refused.returncode == 1
    assert line in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert "hunter2" not in refused.stderr


def test_the_first_start_loads_a_demo_office_whose_clerk_can_sign_in(tmp_path):
    first = run([*MANAGE, "set_up"], VAR=str(tmp_path), DEMO_PASSWORD="a password of one's own")
    signed_in = (
        "import django; django.setup(); from django.contrib.auth import authenticate;"
        'print([authenticate(username=name, password="a password of one\'s own").is_staff'
        " for name in ('clerk', 'viewer', 'counsel', 'manager')])"
    )
    said = run(
        [sys.executable, "-c", signed_in],
        VAR=str(tmp_path),
        DJANGO_SETTINGS_MODULE="correspondence.settings",
    )
    second = run([*MANAGE, "set_up"], VAR=str(tmp_path))

    assert "Loading the demo office …\n" in first.stdout
    assert "a password of one's own" not in first.stdout
    assert said.stdout == "[True, True, True, True]\n", said.stderr
    assert second.stdout == ""


def test_production_begins_without_the_demo(tmp_path):
    done = run(
        [*MANAGE, "set_up"],
        MODE="production",
        VAR=str(tmp_path),
        SITE_URL="https://letters.example.gov",
        EMAIL_URL="smtp://mail.example.gov",
    )

    assert done.returncode == 0, done.stderr
    assert "demo" not in done.stdout
    assert "createsuperuser" in done.stdout


def test_the_server_is_ill_while_its_database_does_not_answer(tmp_path):
    ask = "import django; django.setup(); from django.test import Client; page = Client().get('/healthz'"

    said = run(
        [sys.executable, "-c", f"{ask}, SERVER_NAME='localhost'); print(page.status_code, page.text)"],
        DJANGO_SETTINGS_MODULE="correspondence.settings",
        MODE="test",
        VAR=str(tmp_path),
        DATABASE_URL="postgres://app:app@127.0.0.1:1/app",
    )

    assert said.stdout == "503 the database does not answer\n\n"


def test_reminders_are_ticked_while_the_server_lives_and_go_to_a_log(tmp_path):
    ticker = subprocess.Popen(
        [sys.executable, "-m", "correspondence.ticking", str(os.getpid()), "0", "900"],
        cwd=ROOT,
        env=environment(VAR=str(tmp_path), DATABASE_URL="sqlite:////nowhere/file.sqlite3"),
    )
    log = tmp_path / "log" / "tick.log"
    deadline = time.monotonic() + 30
    while not (log.exists() and "ended with status" in log.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.1)

    still_running = ticker.poll() is None
    ticker.terminate()

    assert still_running
    assert ticker.wait(timeout=10) == 0
    assert re.match(r"20\d\d-\d\d-\d\dT\S+ tick\n", log.read_text())


def keep_working(folder, script):
    """What keeps a worker running, with this script as the worker, and the log."""
    main = "import sys; from pathlib import Path; from correspondence.background import main;"
    call = f"main(Path({str(folder / 'work.log')!r}), {os.getpid()}, [sys.executable, '-c', {script!r}], 0)"
    catch = "import signal; signal.signal(signal.SIGTERM, lambda *_: sys.exit());"
    return subprocess.Popen(
        [sys.executable, "-c", f"{main}{catch}{call}"],
        cwd=ROOT,
        env=environment(DJANGO_SETTINGS_MODULE="correspondence.settings"),
    )


def has_come(path, words, seconds=30):
    """The text of a file, once it says this."""
    deadline = time.monotonic() + seconds
    while not (path.exists() and words in path.read_text()):
        assert time.monotonic() < deadline, path.read_text() if path.exists() else "no log"
        time.sleep(0.05)
    return path.read_text()


def test_a_worker_that_died_is_begun_again(tmp_path):
    keeper = keep_working(tmp_path, "print('reading', flush=True); raise SystemExit(3)")

    log = has_come(tmp_path / "work.log", "ended with status 3\n20")
    keeper.terminate()

    assert keeper.wait(timeout=10) == 0
    assert log.count("reading") >= 1


def test_a_worker_gives_way_to_the_pages_and_ends_with_its_keeper_though_it_would_not(tmp_path):
    stubborn = (
        "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print('nice', os.nice(0), os.getpid(), flush=True); time.sleep(600)"
    )
    keeper = keep_working(tmp_path, stubborn)
    log = has_come(tmp_path / "work.log", "nice ")
    nice, worker = re.search(r"nice (\d+) (\d+)\n", log).groups()

    keeper.terminate()

    assert int(nice) >= 10
    assert keeper.wait(timeout=20) == 0
    assert ended({int(worker)})


@pytest.fixture
def clone(tmp_path):
    """A folder with the scripts in it, and a list of requirements that is empty."""
    folder = tmp_path / "a clone"
    shutil.copytree(ROOT / "bin", folder / "bin")
    (folder / "requirements.txt").write_text("# nothing\n")
    (folder / "manage.py").write_text("import sys; print('serving with', sys.argv[1:])")
    return folder


def pretend(folder, **programs):
    """Put programs before the machine's own on the path."""
    folder.mkdir(exist_ok=True)
    for name, script in programs.items():
        program = folder / name.replace("_", ".")
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


def test_packages_are_installed_again_only_when_the_list_changed(clone):
    first = run(["bin/run", "--empty"], cwd=clone)
    second = run(["bin/run"], cwd=clone)
    (clone / "requirements.txt").write_text("# nothing more\n")
    third = run(["bin/run"], cwd=clone)

    assert first.stderr == second.stderr == third.stderr == ""
    made, installed, served = first.stdout.splitlines()
    assert made.startswith("Making .venv with Python 3.")
    assert installed == "Installing requirements.txt (a minute or so) …"
    assert served == "serving with ['serve', '--empty']"
    assert second.stdout == "serving with ['serve']\n"
    assert third.stdout == f"{installed}\nserving with ['serve']\n"


def test_no_network_is_one_line(clone):
    (clone / "requirements.txt").write_text("no-such-package-of-ours==1\n")

    refused = run(["bin/run"], cwd=clone, PIP_INDEX_URL="http://127.0.0.1:1/", PIP_CONFIG_FILE="/dev/null")

    assert refused.returncode == 1
    assert refused.stderr == (
        "pip cannot reach the package index: is there a network? (all of it: .venv/pip.log)\n"
    )


def test_python_that_is_too_old_is_one_line(clone, tmp_path):
    old = 'case "$1" in --version) echo Python 3.9.2 ;; *) exit 1 ;; esac'
    names = ["python3", "python3_11", "python3_12", "python3_13", "python3_14"]

    refused = run(["bin/run"], cwd=clone, PATH=pretend(tmp_path / "old", **dict.fromkeys(names, old)))

    assert refused.returncode == 1
    assert refused.stderr == "Python 3.11 or later is needed; here is Python 3.9.2.\n"


def test_without_venv_and_the_right_to_install_it_the_line_to_type_is_printed(clone, tmp_path):
    python = f'case "$2" in "import ensurepip"*) exit 1 ;; esac; exec {sys.executable} "$@"'
    path = pretend(tmp_path / "bare", python3=python, id="echo 1000", sudo="exit 1", apt_get="exit 1")
    (tmp_path / "bare" / "apt.get").rename(tmp_path / "bare" / "apt-get")

    refused = run(["bin/run"], cwd=clone, PATH=path)

    assert refused.returncode == 1
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert refused.stderr == (
        f"Missing: python{version}-venv. Install it, then start again:  "
        f"sudo apt-get install -y python{version}-venv\n"
    )


def test_an_unknown_argument_is_answered_with_the_usage(clone):
    asked = run(["bin/run", "--help"], cwd=clone)
    wrong = run(["bin/run", "--demo"], cwd=clone)

    assert (asked.returncode, wrong.returncode) == (0, 2)
    assert asked.stdout == wrong.stdout
    assert "--empty begins without the demo office" in asked.stdout
    assert not (clone / ".venv").exists()
