"""The bot: web chat, Telegram and terminal in front of one conversation, which Rasa leads."""
