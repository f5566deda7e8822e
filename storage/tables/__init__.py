"""One file, one table: columns only. Import a table from here."""

from storage.tables.analyses import analyses
from storage.tables.answers import answers
from storage.tables.asked_again import asked_again
from storage.tables.changes import changes
from storage.tables.codes import codes
from storage.tables.columns import metadata
from storage.tables.complaint_entries import complaint_entries
from storage.tables.complaints import complaints
from storage.tables.consents import consents
from storage.tables.contacts import contacts
from storage.tables.conversations import conversations
from storage.tables.counters import counters
from storage.tables.customers import customers
from storage.tables.events import events
from storage.tables.failures import failures
from storage.tables.files import files
from storage.tables.heartbeats import heartbeats
from storage.tables.imports import imports
from storage.tables.invitations import invitations
from storage.tables.jobs import jobs
from storage.tables.leases import leases
from storage.tables.mail_folders import mail_folders
from storage.tables.mails import mails
from storage.tables.messages import messages
from storage.tables.outbox import outbox
from storage.tables.quotas import quotas
from storage.tables.requests import requests
from storage.tables.responses import responses
from storage.tables.rounds import rounds
from storage.tables.sessions import sessions
from storage.tables.survey_versions import survey_versions
from storage.tables.surveys import surveys
from storage.tables.users import users

__all__ = [
    "analyses",
    "answers",
    "asked_again",
    "changes",
    "codes",
    "complaint_entries",
    "complaints",
    "consents",
    "contacts",
    "conversations",
    "counters",
    "customers",
    "events",
    "failures",
    "files",
    "heartbeats",
    "imports",
    "invitations",
    "jobs",
    "leases",
    "mail_folders",
    "mails",
    "messages",
    "metadata",
    "outbox",
    "quotas",
    "requests",
    "responses",
    "rounds",
    "sessions",
    "survey_versions",
    "surveys",
    "users",
]
