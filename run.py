#!/usr/bin/env python3
"""The README's commands, on nothing but Python's standard library.

    python3 run.py demo  [--fresh …]    a demo organisation, both doors, the guided page
    python3 run.py test  [pytest's …]   every check; with arguments: pytest alone, with them
    python3 run.py bench [NAME …]       a benchmark of tests/bench; without a name: which there are

Makes `.venv` from the lock first: with uv where it is on the PATH, else with pip and hashes. The annotations
are plain so that an old Python gets as far as being told that it is too old.
"""

import ast
import hashlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "manyi-stamp"
BENCHES = ROOT / "tests" / "bench"
PROGRAMS = {
    "browser": {
        "title": "Chromium 和中文字体",
        "names": [["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]],
        "places": [],
        "packages": ["chromium-headless-shell", "fonts-noto-cjk"],
    },
    "postgresql": {
        "title": "PostgreSQL",
        "names": [["postgres"]],
        "places": ["usr/lib/postgresql/*/bin"],
        "packages": ["postgresql"],
    },
    "mail": {
        "title": "Dovecot 和 Postfix（须以 root 运行）",
        "names": [["dovecot"], ["postfix"]],
        "places": ["usr/sbin"],
        "packages": ["dovecot-imapd", "dovecot-lmtpd", "postfix"],
        "answers": "postfix postfix/main_mailer_type select No configuration",
        "root": True,
    },
}
"""What tests of a marker need besides Python: of each list of names one, on the PATH or in one of the places;
the first is best (a Chromium that knows no windows takes a third less time for the same tests).
`answers` are what a package asks when it is installed: this Postfix is to take nobody's mail by itself."""

CLOSING = re.compile(r"(passed|failed|error|errors|skipped|deselected|no tests ran)\b.* in [\d.:]+")

LEFT_SECONDS = 30.0
"""How long we listen to a check that has ended: what it has left running may hold the pipe for ever."""


# What is needed


def missing(version: tuple, has_uv: bool, modules: set) -> str:
    """What keeps us from starting, as a sentence that says what to do; empty where nothing does."""
    if version < (3, 11):
        now = f"{version[0]}.{version[1]}"
        return f"需要 Python 3.11 或更高版本，现在是 {now}。请安装后用它运行，例如：python3.11 run.py demo"
    if not has_uv and not {"venv", "ensurepip"} <= modules:
        package = f"python{version[0]}.{version[1]}-venv"
        return (
            f"这个 Python 不带 venv，无法创建运行环境。请先安装（apt install {package}，或 uv），再运行一次。"
        )
    return ""


def digest(root: Path, version: tuple) -> str:
    """Names the lock, the place and the Python that an environment was made for."""
    told = hashlib.sha256(f"{root} {version[:2]}".encode())
    for name in ("uv.lock", "requirements.txt", "requirements-dev.txt"):
        told.update((root / name).read_bytes())
    return told.hexdigest()


def ready(stamp: str, wanted: str, dev: bool) -> bool:
    """Whether an environment with this stamp serves: one made for tests serves the demo too."""
    return stamp == wanted + " dev" or (stamp == wanted + " run" and not dev)


def steps(uv: str, python: str, inside: str, dev: bool) -> list:
    """The commands that make the environment. What is in it besides the lock is left alone (`--inexact`)."""
    if uv:
        only = [] if dev else ["--no-dev"]
        return [[uv, "sync", "--frozen", "--inexact", "--no-install-project", "--python", python, *only]]
    listed = "requirements-dev.txt" if dev else "requirements.txt"
    quiet = ["--disable-pip-version-check", "--no-input"]
    return [
        [python, "-m", "venv", "--clear", str(VENV)],
        [inside, "-m", "pip", "install", "--require-hashes", *quiet, "-r", listed],
    ]


def tool(name: str) -> str:
    """The path of a program inside the environment."""
    return str(VENV / "Scripts" / f"{name}.exe" if os.name == "nt" else VENV / "bin" / name)


# Making the environment


def prepare(dev: bool) -> None:
    """Make `.venv`, unless it is there. The stamp is written last: one cut off midway is made again."""
    wanted = digest(ROOT, sys.version_info)
    if STAMP.exists() and ready(STAMP.read_text(), wanted, dev):
        return
    tell("正在准备运行环境（只在第一次或依赖变化时需要，约一分钟）…")
    STAMP.unlink(missing_ok=True)
    uv = shutil.which("uv") or ""
    if not make(steps(uv, sys.executable, tool("python"), dev)):
        shutil.rmtree(VENV, ignore_errors=True)
        if not make(steps(uv, sys.executable, tool("python"), dev)):
            sys.exit("运行环境没有装好。请看上面的提示；多半是网络不通或磁盘已满，解决后再运行一次即可。")
    link()
    STAMP.write_text(wanted + (" dev" if dev else " run"))


def make(commands: list) -> bool:
    environment = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(VENV)}
    environment.pop("VIRTUAL_ENV", None)
    return all(ran(command, environment) for command in commands)


def ran(command: list, environment: dict) -> bool:
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0


def link() -> None:
    """Put our packages and the `manyi` command into the environment: no build, so nothing without a hash."""
    asked = [tool("python"), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
    Path(site, "manyi.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    if os.name != "nt":
        script = Path(tool("manyi"))
        script.write_text(f"#!{tool('python')}\nfrom admin.__main__ import main\n\nmain()\n")
        script.chmod(0o755)


# The commands


def demo(arguments: list) -> int:
    prepare(dev=False)
    return run([tool("python"), "-m", "admin", "demo", *arguments])


def bench(arguments: list) -> int:
    if not arguments or arguments[0] not in benches():
        for name, line in benches().items():
            tell(f"{name:12} {line}")
        return 1 if arguments else 0
    prepare(dev=True)
    return run([tool("python"), "-m", f"tests.bench.{arguments[0]}", *arguments[1:]])


def benches() -> dict:
    """Name and first docstring line of each benchmark: the files that can be run."""
    sources = {path.stem: path.read_text(encoding="utf-8") for path in sorted(BENCHES.glob("[a-z]*.py"))}
    return {
        name: (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0]
        for name, source in sources.items()
        if '__name__ == "__main__"' in source
    }


def test(arguments: list) -> int:
    prepare(dev=True)
    if arguments:
        return run([tool("python"), "-m", "pytest", *arguments])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    markers = left_out()
    results, closing = [], ""
    for name, command in checks(["-m", " and ".join(f"not {each}" for each in markers)]).items():
        tell(f"── {name}")
        began = time.monotonic()
        status, last = teed(command)
        closing = last or closing
        results.append((name, status, time.monotonic() - began))
    tell("──")
    for name, status, seconds in results:
        tell(f"{'ok    ' if status == 0 else 'FAILED'}  {name:12} {seconds:6.1f} s")
    for marker in markers:
        name_left_out(marker)
    tell(closing)
    return max(abs(status) for _, status, _ in results)


def checks(pytest_arguments: list) -> dict:
    """Each check by name; all run, whatever becomes of those before."""
    python = tool("python")
    # The files as they lie, not those of many tests first: the few long tests would come last, and alone.
    shared = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "--durations", "25"]
    return {
        "ruff check": [python, "-m", "ruff", "check", "."],
        "ruff format": [python, "-m", "ruff", "format", "--check", "."],
        "mypy": [python, "-m", "mypy"],
        "lint-imports": [tool("lint-imports")],
        "pytest": [python, "-m", "pytest", *shared, *pytest_arguments],
    }


def teed(command: list) -> tuple:
    """Run, show what it prints, and return (exit status, pytest's closing line where there was one)."""
    child = subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    closing = [""]
    showing = threading.Thread(target=passed_on, args=(child.stdout, closing), daemon=True)
    showing.start()
    try:
        child.wait()
        showing.join(LEFT_SECONDS)
    except BaseException:  # we are to stop: so is the check
        child.terminate()
        child.wait()
        showing.join(1)
        raise
    return child.returncode, closing[-1]


def passed_on(printed, closing: list) -> None:
    """Show what is printed, line by line, and gather pytest's closing lines."""
    with printed:
        for line in printed:
            sys.stdout.write(line)
            sys.stdout.flush()
            if CLOSING.search(line):
                closing.append(line.strip())


def left_out() -> list:
    """The markers of tests that can't run here, for want of a program; on Debian root gets it installed."""
    return [marker for marker, program in PROGRAMS.items() if not there(program) and not installed(program)]


def there(program: dict) -> bool:
    if program.get("root") and os.geteuid() != 0:
        return False
    return all(any(found(name, program["places"]) for name in names) for names in program["names"])


def found(name: str, places: list) -> bool:
    placed = any(True for place in places for _ in Path("/").glob(f"{place}/{name}"))
    return placed or bool(shutil.which(name))


def installed(program: dict) -> bool:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    tell(f"正在安装测试所需的 {program['title']}…")
    quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    get = ["apt-get", "-o", "Acquire::Retries=3", "-o", "DPkg::Lock::Timeout=120"]
    install = [*get, "install", "-y", "--no-install-recommends", *program["packages"]]
    answer(program.get("answers", ""))
    return all(ran(command, quietly) for command in ([*get, "update"], install)) and there(program)


def answer(answers: str) -> None:
    if answers and shutil.which("debconf-set-selections"):
        subprocess.run(["debconf-set-selections"], input=answers, text=True, check=False)


def name_left_out(marker: str) -> None:
    asked = [tool("python"), "-m", "pytest", "--collect-only", "-m", marker]
    told = subprocess.run(asked, cwd=ROOT, check=False, capture_output=True, text=True).stdout
    names = [line for line in told.splitlines() if "::" in line]
    title, packages = PROGRAMS[marker]["title"], " ".join(PROGRAMS[marker]["packages"])
    tell(f"没有 {title}，以下 {len(names)} 个测试没有运行（apt install {packages}）：")
    for name in names:
        tell(f"  {name}")


def run(command: list) -> int:
    """Let this command take our place, so that signals reach it itself."""
    os.chdir(ROOT)
    if os.name == "posix":
        os.execv(command[0], command)  # noqa: S606
    return subprocess.call(command)


def tell(line: str) -> None:
    print(line, flush=True)


COMMANDS = {"demo": demo, "test": test, "bench": bench}


def main(arguments: list) -> int:
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
        sys.stderr.reconfigure(errors="replace")
    if not arguments or arguments[0] not in COMMANDS:
        tell(__doc__.split("\n\n")[1])
        return 2
    present = {name for name in ("venv", "ensurepip") if importlib.util.find_spec(name)}
    trouble = missing(sys.version_info, bool(shutil.which("uv")), present)
    if trouble:
        sys.exit(trouble)
    return COMMANDS[arguments[0]](arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
