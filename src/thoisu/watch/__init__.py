"""Watching the news: where sources offer pages, which of them are fetched and when, and how a site is spared.

    sources, feeds, sitemaps, sections   what is watched, and which pages it offers
    addresses, robots, pace, fetching    which address may be asked, when, and what came back
    rounds                               one look at all that is due, into the store

What a site says is data: nothing it sends raises, each answer has an outcome of a closed list.
"""
