"""Who uses no mail pays nothing for it: no library is loaded, and nothing is asked of the database."""

import subprocess
import sys

from bot.__main__ import app

CODE = """
import sys, tempfile, pathlib
from bot.__main__ import app
from storage import db
from storage.settings import Settings
folder = pathlib.Path(tempfile.mkdtemp())
settings = Settings(database_url=f"sqlite:///{folder}/m.db", data=folder, _env_file=None)
app(db.engine(settings.database_url), settings)
mail = {"aiosmtplib", "aiosmtpd", "imapclient", "dkim", "selectolax", "bot.mail", "bot.mailbox"}
print(sorted(mail & set(sys.modules)))
"""


def test_no_library_is_loaded():
    told = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


async def test_there_is_no_link_to_follow(engine, settings):
    door = app(engine, settings)
    assert not [route for route in door.router.routes() if "mail" in str(route.resource)]


async def test_with_mail_there_is(engine, mail_settings):
    door = app(engine, mail_settings)
    assert [route for route in door.router.routes() if "mail" in str(route.resource)]
