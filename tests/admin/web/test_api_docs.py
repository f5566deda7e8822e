"""The examples of docs/api.md work, in the order in which they stand."""

import os
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from admin.api.complaints import TRIGGERS
from storage import db, hooks, tokens
from storage.domain.hook import signature
from tests import api_table, fuzzing

PAGE = (Path(__file__).parents[3] / "docs" / "api.md").read_text("utf-8")


@pytest.fixture
def kind():
    return "sqlite"


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl here")
def test_the_examples_work(engine, world, settings):
    with db.writing(engine) as session:
        by = world.staff["administrator"]
        _, token = tokens.make(session, "例", tokens.SCOPES, 30, by, datetime.now(UTC))
    blocks = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    assert len(blocks) > 8
    with fuzzing.serving(engine, settings) as address:
        told = {**os.environ, "MANYI": address, "TOKEN": token}
        for block in blocks:
            plainly = "set -e\n" + block.replace("curl -sf", "curl -sS --fail-with-body --noproxy '*'")
            done = subprocess.run(["bash", "-c", plainly], env=told, capture_output=True, check=False)
            assert done.returncode == 0, block + done.stdout.decode()


def test_what_there_is_stands_in_the_docs():
    for name in (*tokens.SCOPES, *TRIGGERS):
        assert f"`{name}`" in PAGE or name == "acknowledge", name
    assert "最多 600 次" in PAGE
    assert api_table.written(PAGE) == PAGE, "python -m tests.api_table"
    for kind in hooks.rules().kinds:
        assert kind.told in PAGE, kind.key
        assert kind.entity in PAGE


SECRET, BODY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'


def test_signatures_are_checked_as_the_docs_say(tmp_path):
    at = int(datetime.now(UTC).timestamp())
    headers = {"webhook-id": "evt_7", "webhook-timestamp": str(at)}
    headers["webhook-signature"] = signature(SECRET, "evt_7", at, BODY)
    (python,), (shell,) = (re.findall(f"```{name}\n(.*?)```", PAGE, re.DOTALL) for name in ("python", "bash"))
    told = {}
    exec(python, told)
    assert told["genuine"](SECRET, headers, BODY)
    assert not told["genuine"](SECRET, headers, BODY + b" ")
    assert not told["genuine"](SECRET, {**headers, "webhook-id": "evt_8"}, BODY)
    old = {**headers, "webhook-timestamp": str(at - 301)}
    old["webhook-signature"] = signature(SECRET, "evt_7", at - 301, BODY)
    assert not told["genuine"](SECRET, old, BODY)
    (tmp_path / "body.json").write_bytes(BODY)
    given = {**os.environ, "SECRET": SECRET, "ID": "evt_7", "AT": str(at)}
    done = subprocess.run(["bash", "-c", shell], env=given, cwd=tmp_path, capture_output=True, check=True)
    assert "v1," + done.stdout.decode().strip() == headers["webhook-signature"]
