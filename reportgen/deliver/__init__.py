"""Ways a finished report leaves: as a mail, and as material for a manuscript.

Everything here starts from a Summary or a report directory; nothing is computed again.
"""
