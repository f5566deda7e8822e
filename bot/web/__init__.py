"""What `bot.channels.webchat` is made of: its page and assets, frames, sockets, uploads."""
