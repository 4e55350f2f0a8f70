"""Readers: from a run directory or an archive to one labelled, lazy dataset."""
