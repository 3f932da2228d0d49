"""The save file: JSON lines, appended one by one; each carries a checksum, so that an edited line is noticed.

    {"format":1,"rules_version":1,"scenario":{...},"scenario_sha":"...","seed":7,"created":"...","sum":"..."}
    {"do":"start EXP-001","sum":"..."}
    {"day":1,"digest":"...","parts":{"cards":"...",...},"sum":"..."}

`lines` defines the kinds of line and how large a save may be, `reader` reads a file from anyone, `writer` appends
(one program at a time), `places` knows where saves are kept. What a line does to a game is in `aiboard.game`.
"""
