"""Pictures as figures for templates: where each bar, line and dot stands. The templates draw them as SVG."""
