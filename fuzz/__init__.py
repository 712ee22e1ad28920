"""Fuzzers: each reader of what comes from outside, fed with mutations of our own pages and held to its laws."""
