"""Events: who did what to whom. `frames` and `speech` hold the triggers, `who` finds the noun phrases,
`clauses` splits sentences, `roles` fills frames, `status`, `when` and `where` qualify them, `statements`
says who says what, `merge` joins tellings of one act; `coder` puts them together for a page.
"""
