"""Legal forms as data (house.md 4): one specification, from which pages, checks, papers and schemas are drawn."""
