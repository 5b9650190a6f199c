"""Who is let in, who may write, and what the room does to keep others out."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from panah.errors import InputError, UnavailableError
from panah.web import database, serve, setup
from panah.web.start import LOCAL_USER, add_user
from web.conftest import PATH, Room
from web.test_web_situation import text_of


def pages(room: Room) -> list[str]:
    """The address of every page."""
    figure = room.figure_path(room.figures[0])
    files = [PATH + "changes/?since=2022-09-26", PATH + "chart.svg?place=KAZ", PATH + "flows.csv", PATH + "figures.csv"]
    sent = [PATH + "publications/", PATH + "publications/1/bulletin.html"]
    about = [PATH + "outlook/", PATH + "events/", PATH + "add/", *sent]
    return ["/", PATH, *files, *about, room.report_path, figure, figure + "review/"]


def test_every_page_asks_a_stranger_to_sign_in(room: Room) -> None:
    for path in pages(room):
        for response in (Client().get(path), Client().post(path)):
            assert response.status_code == 302, path
            assert response["Location"].startswith("/sign-in/?next=")


def test_a_visitor_may_look_but_not_write(visitor: Client, room: Room) -> None:
    figure = room.figure_path(room.figures[0])
    for path in ("/", PATH, PATH + "changes/", room.report_path, PATH + "flows.csv"):
        assert visitor.get(path).status_code == 200, path
    for path in (PATH + "add/", figure):
        assert visitor.get(path).status_code == 403
    refused = visitor.post(figure + "review/", {"decision": "accepted"})
    assert refused.status_code == 403
    assert "needs an officer's permission" in text_of(refused)
    seen = visitor.get(room.report_path).content.decode()
    assert 'value="accepted"' not in seen
    assert "/add/" not in visitor.get(PATH).content.decode()


def test_a_form_from_another_site_is_refused(room: Room, alone: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    path = room.figure_path(room.figures[0]) + "review/"
    response = strict.post(path, {"decision": "accepted"})
    assert response.status_code == 403
    assert "The form was too old" in text_of(response)
    assert not room.figures[0].reviews.exists()


def test_alone_at_this_machine_nobody_has_to_sign_in(alone: Client, room: Room) -> None:
    assert alone.get(PATH).status_code == 200
    alone.post(room.figure_path(room.figures[0]) + "review/", {"decision": "accepted"})
    assert room.figures[0].reviews.get().by == LOCAL_USER


@pytest.mark.parametrize(
    "sender",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": "2001:db8::1"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"HTTP_FORWARDED": "for=192.0.2.7"},
    ],
)
def test_other_machines_are_never_let_in_without_signing_in(alone: Client, sender: dict[str, str]) -> None:
    assert alone.get("/", **sender).status_code == 302


def test_another_host_name_is_refused(alone: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
    assert alone.get("/", headers={"host": "rebound.example"}).status_code == 400


def test_signing_in_with_a_password_and_out_again(room: Room) -> None:
    add_user("mina", "korrekt pferd batterie")
    client = Client()
    wrong = client.post("/sign-in/", {"username": "mina", "password": "wrong"})
    assert "do not belong together" in text_of(wrong)
    response = client.post("/sign-in/?next=" + PATH, {"username": "mina", "password": "korrekt pferd batterie"})
    assert response["Location"] == PATH
    assert client.get(PATH + "add/").status_code == 200
    client.post("/sign-out/")
    assert client.get(PATH).status_code == 302


def test_a_password_is_kept_as_an_argon2_hash_and_a_weak_one_refused(room: Room) -> None:
    from django.contrib.auth.models import User

    add_user("mina", "korrekt pferd batterie", officer=False)
    assert User.objects.get(username="mina").password.startswith("argon2")
    with pytest.raises(InputError, match="already a user"):
        add_user("mina", "korrekt pferd batterie")
    with pytest.raises(InputError, match="too weak"):
        add_user("tom", "12345678")


def test_every_answer_forbids_scripts_and_framing(officer: Client, room: Room) -> None:
    for path in [*pages(room), "/nowhere", "/sign-in/"]:
        headers = officer.get(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "script-src" not in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


def test_debug_is_off_unless_asked_for() -> None:
    from panah.web import settings as ours

    assert ours.DEBUG is False


def test_setup_makes_a_ledger_and_a_key_that_only_its_owner_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings

    from panah.ledger import service

    before, where = settings.SECRET_KEY, tmp_path / "new" / "room.sqlite3"
    monkeypatch.setenv("PANAH_DATABASE", str(where))
    monkeypatch.setenv("PANAH_SINGLE_USER", "0")
    try:
        setup(None, single_user=True)
        key = Path(f"{where}.key")
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
        assert key.read_text() == settings.SECRET_KEY
        assert service.situations() == []
        setup(str(where))
        assert key.read_text() == settings.SECRET_KEY
    finally:
        settings.SECRET_KEY, settings.PANAH_SINGLE_USER = before, False
        database.use(database.parse(database.own_file()))


def test_any_wsgi_server_can_open_the_room(tmp_path: Path) -> None:
    given = {"PANAH_DATABASE": str(tmp_path / "room.sqlite3"), "PATH": os.environ["PATH"]}
    script = (
        "from django.test import Client; from panah.web.wsgi import application; "
        "print(application.__class__.__name__, Client(headers={'host': 'localhost'}).get('/').status_code)"
    )
    done = subprocess.run([sys.executable, "-c", script], env=given, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["WSGIHandler", "302"]


@pytest.mark.parametrize(
    "address", ["mysql://host/name", "postgresql://host", "postgresql://host:port/name", "postgresql://"]
)
def test_an_address_that_is_no_database_is_refused(address: str) -> None:
    with pytest.raises(InputError):
        database.parse(address)


def test_a_postgresql_url_is_taken_apart_and_its_password_never_shown() -> None:
    found = database.parse("postgresql://ana:p%40ss%2Fword@db.example:6432/panah")
    assert {k: found.configuration[k] for k in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "panah",
        "USER": "ana",
        "PASSWORD": "p@ss/word",
        "HOST": "db.example",
        "PORT": "6432",
    }
    assert found.shown == "db.example:6432/panah"


def test_a_database_that_is_away_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    before = settings.SECRET_KEY
    monkeypatch.setenv("PANAH_DATABASE", "")
    monkeypatch.setenv("PANAH_SINGLE_USER", "0")
    try:
        with pytest.raises(UnavailableError, match=r"127\.0\.0\.1:1/none: the database cannot be used"):
            setup("postgresql://nobody:secret@127.0.0.1:1/none")
    finally:
        settings.SECRET_KEY = before
        database.use(database.parse(database.own_file()))


def test_a_room_without_sign_in_never_opens_to_other_machines(alone: Client) -> None:
    with pytest.raises(InputError, match=r"cannot listen on 0\.0\.0\.0"):
        serve("0.0.0.0", 0)
