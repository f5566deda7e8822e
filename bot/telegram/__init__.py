"""Telegram: updates of the Bot API to events, what is said to messages with keyboards, and the way there."""
