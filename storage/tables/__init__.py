"""One file, one table: columns only. Import a table from here."""

from storage.tables.analyses import analyses
from storage.tables.answers import answers
from storage.tables.asked_again import asked_again
from storage.tables.calls import calls
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
from storage.tables.customer_contacts import customer_contacts
from storage.tables.customers import customers
from storage.tables.departments import departments
from storage.tables.events import events
from storage.tables.failures import failures
from storage.tables.files import files
from storage.tables.follow_ups import follow_ups
from storage.tables.heartbeats import heartbeats
from storage.tables.holds import holds
from storage.tables.hook_sends import hook_sends
from storage.tables.hooks import hooks
from storage.tables.identities import identities
from storage.tables.imports import imports
from storage.tables.invitations import invitations
from storage.tables.jobs import jobs
from storage.tables.joinings import joinings
from storage.tables.judgements import judgements
from storage.tables.leases import leases
from storage.tables.mail_folders import mail_folders
from storage.tables.mails import mails
from storage.tables.matters import matters
from storage.tables.memberships import memberships
from storage.tables.messages import messages
from storage.tables.models import models
from storage.tables.notices import notices
from storage.tables.options import options
from storage.tables.orders import orders
from storage.tables.outbox import outbox
from storage.tables.phrases import phrases
from storage.tables.quotas import quotas
from storage.tables.recovery_codes import recovery_codes
from storage.tables.requests import requests
from storage.tables.response_months import response_months
from storage.tables.response_spans import response_spans
from storage.tables.response_stale import response_stale
from storage.tables.responses import responses
from storage.tables.rounds import rounds
from storage.tables.rulings import rulings
from storage.tables.sealing_keys import sealing_keys
from storage.tables.seals import seals
from storage.tables.search import search
from storage.tables.search_marks import search_marks
from storage.tables.search_stale import search_stale
from storage.tables.sessions import sessions
from storage.tables.signins import signins
from storage.tables.subscriptions import subscriptions
from storage.tables.survey_versions import survey_versions
from storage.tables.surveys import surveys
from storage.tables.taxonomies import taxonomies
from storage.tables.tokens import tokens
from storage.tables.undoings import undoings
from storage.tables.users import users
from storage.tables.viewings import viewings
from storage.tables.views import views
from storage.tables.visits import visits

__all__ = [
    "analyses",
    "answers",
    "asked_again",
    "calls",
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
    "customer_contacts",
    "customers",
    "departments",
    "events",
    "failures",
    "files",
    "follow_ups",
    "heartbeats",
    "holds",
    "hook_sends",
    "hooks",
    "identities",
    "imports",
    "invitations",
    "jobs",
    "joinings",
    "judgements",
    "leases",
    "mail_folders",
    "mails",
    "matters",
    "memberships",
    "messages",
    "metadata",
    "models",
    "notices",
    "options",
    "orders",
    "outbox",
    "phrases",
    "quotas",
    "recovery_codes",
    "requests",
    "response_months",
    "response_spans",
    "response_stale",
    "responses",
    "rounds",
    "rulings",
    "sealing_keys",
    "seals",
    "search",
    "search_marks",
    "search_stale",
    "sessions",
    "signins",
    "subscriptions",
    "survey_versions",
    "surveys",
    "taxonomies",
    "tokens",
    "undoings",
    "users",
    "viewings",
    "views",
    "visits",
]
