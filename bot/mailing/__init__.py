"""Mail out: what stands in the outbox, written as a mail and handed to the organisation's own mail server."""
