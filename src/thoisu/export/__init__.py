"""Exports: what a question asks for, in the forms of other tools. One module a format (see `formats.FORMATS`)."""
