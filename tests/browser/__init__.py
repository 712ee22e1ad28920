"""The desk as a reader has it: a real server, asked by Debian's Chromium."""
