"""The save: JSON lines, appended, each line told from an edited one; one writer at a time.

    {"format":1,"rules_version":1,"scenario":{...},"scenario_sha":"...","seed":7,"created":"...","sum":"..."}
    {"do":"start EXP-001","sum":"..."}
    {"day":1,"digest":"...","parts":{"cards":"...",...},"sum":"..."}

`lines` says what a line is, `reader` reads a file nobody trusts, `writer` appends, `places` knows where
saves live. What the lines mean for a game is `aiboard.game`'s business.
"""
