"""Where people meet qala: the Telegram bot, the console, the command line."""
