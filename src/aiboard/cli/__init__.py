"""The command line. One module a command; `commands.py` is the list of them."""
