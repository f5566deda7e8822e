"""One file, one table: columns only. Import a table from here."""

from storage.tables.analyses import analyses
from storage.tables.answers import answers
from storage.tables.asked_again import asked_again
from storage.tables.changes import changes
from storage.tables.codes import codes
from storage.tables.columns import metadata
from storage.tables.complaint_entries import complaint_entries
from storage.tables.complaint_links import complaint_links
from storage.tables.complaint_months import complaint_months
from storage.tables.complaint_reminders import complaint_reminders
from storage.tables.complaints import complaints
from storage.tables.consents import consents
from storage.tables.contacts import contacts
from storage.tables.conversations import conversations
from storage.tables.counters import counters
from storage.tables.customers import customers
from storage.tables.departments import departments
from storage.tables.events import events
from storage.tables.failures import failures
from storage.tables.files import files
from storage.tables.follow_ups import follow_ups
from storage.tables.heartbeats import heartbeats
from storage.tables.imports import imports
from storage.tables.invitations import invitations
from storage.tables.jobs import jobs
from storage.tables.judgements import judgements
from storage.tables.leases import leases
from storage.tables.mail_folders import mail_folders
from storage.tables.mails import mails
from storage.tables.matters import matters
from storage.tables.messages import messages
from storage.tables.models import models
from storage.tables.outbox import outbox
from storage.tables.phrases import phrases
from storage.tables.quotas import quotas
from storage.tables.requests import requests
from storage.tables.responses import responses
from storage.tables.rounds import rounds
from storage.tables.rulings import rulings
from storage.tables.search import search
from storage.tables.search_marks import search_marks
from storage.tables.search_stale import search_stale
from storage.tables.sessions import sessions
from storage.tables.survey_versions import survey_versions
from storage.tables.surveys import surveys
from storage.tables.taxonomies import taxonomies
from storage.tables.users import users
from storage.tables.viewings import viewings
from storage.tables.visits import visits

__all__ = [
    "analyses",
    "answers",
    "asked_again",
    "changes",
    "codes",
    "complaint_entries",
    "complaint_links",
    "complaint_months",
    "complaint_reminders",
    "complaints",
    "consents",
    "contacts",
    "conversations",
    "counters",
    "customers",
    "departments",
    "events",
    "failures",
    "files",
    "follow_ups",
    "heartbeats",
    "imports",
    "invitations",
    "jobs",
    "judgements",
    "leases",
    "mail_folders",
    "mails",
    "matters",
    "messages",
    "metadata",
    "models",
    "outbox",
    "phrases",
    "quotas",
    "requests",
    "responses",
    "rounds",
    "rulings",
    "search",
    "search_marks",
    "search_stale",
    "sessions",
    "survey_versions",
    "surveys",
    "taxonomies",
    "users",
    "viewings",
    "visits",
]
