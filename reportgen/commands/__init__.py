"""Commands of their own files; ``reportgen.cli`` puts them on the command line."""
