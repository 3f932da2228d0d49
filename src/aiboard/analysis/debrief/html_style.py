"""The look of the debrief's HTML page: light, dark, a phone's width and paper."""

from __future__ import annotations

from typing import Final

STYLE: Final = """
:root { color-scheme: light dark; --back: #fff; --text: #1b1f24; --dim: #59636e; --line: #d4d9e0; --good: #116932;
  --bad: #a8201a; --mark: #1a56b0; --card: #f5f7fa; }
@media (prefers-color-scheme: dark) { :root { --back: #10151c; --text: #e2e8ef; --dim: #9aa5b4; --line: #2f3a48;
  --good: #5fd38d; --bad: #ff8b83; --mark: #86baff; --card: #18202a; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 70rem; padding: 2rem 1.5rem 4rem; background: var(--back); color: var(--text);
  font: 16px/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.3rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2.5rem 0 .8rem; }
h1 + section h2, .numbers ~ h2 { margin-top: 1.2rem; }
p, li, dd, figcaption { max-width: 48rem; } ul { padding-left: 1.2rem; } a { color: var(--mark); }
.dim, figcaption { color: var(--dim); font-size: .9rem; }
nav { margin-top: 1.5rem; padding: .6rem 0; border-block: 1px solid var(--line); }
nav a { display: inline-block; padding: .15rem .9rem .15rem 0; text-decoration: none; }
nav a:hover { text-decoration: underline; }
nav li a { display: inline; padding: 0; } nav + h1, p + h1 { margin-top: 3rem; }
.numbers { display: flex; flex-wrap: wrap; gap: .4rem 3.5rem; margin: .8rem 0; }
.numbers p { margin: 0; color: var(--dim); } .numbers strong { display: block; color: var(--text); font-size: 2.4rem;
  line-height: 1.15; font-variant-numeric: tabular-nums; }
.answers { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 28rem), 1fr)); gap: .8rem; }
article { background: var(--card); border-left: 4px solid var(--line); border-radius: 3px; padding: .7rem 1rem; }
article.won { border-color: var(--good); } article.rule { border-color: var(--mark); }
article.lost { border-color: var(--bad); } article.maybe { border-style: dashed; border-color: var(--dim); }
article h3 { margin: 0 0 .3rem; font-size: 1rem; line-height: 1.35; }
.tag { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; margin: 0; color: var(--dim);
  font-size: .9rem; font-variant-numeric: tabular-nums; }
.tag strong { white-space: nowrap; } .won .tag strong { color: var(--good); } .lost .tag strong { color: var(--bad); }
.rule .tag strong { color: var(--mark); }
dl { margin: 0; display: grid; grid-template-columns: 6.5rem 1fr; gap: 0 .5rem; font-size: .95rem; }
dt { color: var(--dim); } dd { margin: 0; }
pre, .wide { overflow-x: auto; }
pre { font: 14px/1.4 ui-monospace, monospace; background: var(--card); padding: .6rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem 1.2rem .3rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { color: var(--dim); font-weight: normal; font-size: .9rem; } .n { text-align: right; white-space: nowrap; }
.rows td:first-child { white-space: nowrap; } .rows td:nth-child(2) { min-width: 14rem; }
tr.you, tr.sum { font-weight: 600; } td.won { color: var(--good); } td.lost { color: var(--bad); }
figure { margin: 0 0 1rem; } svg { width: 100%; min-width: 620px; max-width: 900px; height: auto; display: block; }
svg text { fill: var(--dim); font: 13px system-ui, sans-serif; } svg .mark, svg .name { fill: var(--text); }
svg .grid { stroke: var(--line); stroke-width: .7; } svg .zero { stroke: var(--dim); stroke-dasharray: 3 3; }
svg .curve { fill: none; stroke: var(--mark); stroke-width: 2; } svg .area { fill: var(--mark); opacity: .12; }
svg .won { fill: var(--good); } svg .lost { fill: var(--bad); } svg .own { fill: var(--mark); }
svg .team { fill: none; stroke: var(--dim); stroke-width: 1.5; }
@media (max-width: 40rem) { body { padding: 1rem 1rem 3rem; } .numbers strong { font-size: 1.9rem; }
  dl { grid-template-columns: 1fr; } dd { margin-bottom: .3rem; }
  .rows thead { position: absolute; left: -99rem; } .rows tr { display: block; border-bottom: 1px solid var(--line); }
  .rows td { display: block; border: 0; padding: 0; } .rows tr { padding: .4rem 0; } }
@media print { :root { color-scheme: light; --back: #fff; --text: #000; --dim: #444; --line: #bbb; --good: #116932;
  --bad: #a8201a; --mark: #1a56b0; --card: #fff; }
  body { padding: 0; font-size: 10.5pt; } nav { display: none; } h2 { break-after: avoid; }
  article, figure, tr, li { break-inside: avoid; } article { border: 1px solid var(--line); border-left-width: 4px; }
  pre { white-space: pre-wrap; } svg { min-width: 0; } * { print-color-adjust: exact; } }
""".strip()
