"""A synthetic industry: firms and careers drawn from the proportions of `world.toml`, as rows of the record.

Pure but for its TOML files: no query, no clock. A person depends on the seed, his or her number, the firms and the
day of the world alone, so any batch can be drawn again after an interruption.
"""
