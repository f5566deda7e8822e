"""Reports: one file, one report, each `fetch(session, …)` and a pure `build(rows, …)`. Chat, mail and page
say the same."""
