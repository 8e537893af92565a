"""Speed, measured as ratios within one run and printed as tables. `make bench` runs all of it."""
