"""A report as a mail: a draft that opens in any mail program, and its delivery."""

from reportgen.deliver.email.addresses import Mailbox, mailboxes
from reportgen.deliver.email.draft import Draft, draft_mail
from reportgen.deliver.email.message import mail_bytes

__all__ = ["Draft", "Mailbox", "draft_mail", "mail_bytes", "mailboxes"]
