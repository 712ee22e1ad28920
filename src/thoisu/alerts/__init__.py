"""Alerts: saved questions to the store, what they tell when it changes, and how that is delivered.

    states       what an alert is, what it knows, and how far its deliveries are
    records      what it tells
    making       an alert from what somebody gives for it
    comparing    what is new, or another than before, in an entry that an alert knows
    looking      what became of the store since an alert last looked, as events in order
    signing      the signature of a webhook, made and checked
    letters      a digest as an e-mail, and the server that takes it
    delivering   events to webhooks and mailboxes, in order, as often as it takes
    rounds       all of that once, for all alerts
    wording      an event in words; feed puts them into Atom

An event is kept in one transaction with the place up to which its alert has looked, so that it is told once; a delivery
is noted when it is done, so that one that was cut off is made again with the same id and content.
"""
