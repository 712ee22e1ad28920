"""Archives of any size: sources cut into shards, each shard read on its own, a Parquet data set of all.

What is cut how, and what is made of a shard, does not depend on who does it: one process, a few, or a cluster.
"""
