"""Names: `tagger` finds them, `linker` says who they are, `offices` who held which office when."""
