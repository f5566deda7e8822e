"""`manyi export` as typed."""

import stat
import zipfile
from pathlib import Path

from tests.admin.test_commands import as_before, typed, url  # noqa: F401 - fixtures


def test_all_data_become_a_file_once(url: str, tmp_path: Path) -> None:  # noqa: F811
    file = tmp_path / "all.zip"
    status, said = typed("export", str(file))
    assert (status, f"已存到 {file}" in said) == (0, True)
    assert zipfile.ZipFile(file).testzip() is None
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    status, said = typed("export", str(file))
    assert (status, "没有动它" in said) == (1, True)
    assert typed("export", str(file), "--force")[0] == 0
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".manyi")] == []
