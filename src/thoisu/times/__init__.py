"""Times: `grammar` finds the expressions, `resolve` gives them their intervals, `anchor` dates the story."""
