"""Decisions that weigh cues: one field a file, all by one linear model whose weights can be read in weights.toml."""
