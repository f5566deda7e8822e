"""Two machines of one name are two; a restart is none."""

from bot import machine as machines
from bot.machine import machine


def test_a_machine_is_the_same_after_a_restart_and_another_elsewhere(tmp_path, monkeypatch):
    monkeypatch.setattr(machines, "ID", tmp_path / "none")
    monkeypatch.setattr(machines.socket, "gethostname", lambda: "debian")
    here, there = tmp_path / "here", tmp_path / "there"
    assert machine(here) == machine(here) != machine(there)


def test_the_systems_own_number_is_used_where_there_is_one(tmp_path, monkeypatch):
    (tmp_path / "id").write_text("0123456789abcdef\n")
    monkeypatch.setattr(machines, "ID", tmp_path / "id")
    monkeypatch.setattr(machines.socket, "gethostname", lambda: "debian")
    assert machine(tmp_path / "data") == "debian:0123456789abcdef"
    assert not (tmp_path / "data").exists()


def test_containers_that_share_a_folder_are_told_apart_by_their_names(tmp_path, monkeypatch):
    monkeypatch.setattr(machines, "ID", tmp_path / "none")
    names = iter(["one", "two"])
    monkeypatch.setattr(machines.socket, "gethostname", lambda: next(names))
    assert machine(tmp_path) != machine(tmp_path)


def test_where_nothing_can_be_kept_it_is_another_each_time(tmp_path, monkeypatch):
    monkeypatch.setattr(machines, "ID", tmp_path / "none")
    file = tmp_path / "file"
    file.touch()
    assert machine(file) != machine(file)
