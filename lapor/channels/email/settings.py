"""What a mailbox is set up with."""

from lapor.channels.base import Setting

IMAP_HOST = Setting("imap_host")
IMAP_USER = Setting("imap_user")
IMAP_PASSWORD = Setting("imap_password", is_secret=True)
IMAP_PORT = Setting("imap_port")
IMAP_TLS = Setting("imap_tls")  # yes (also where it is empty), starttls, no
IMAP_FOLDER = Setting("imap_folder")
IMAP_DONE = Setting("imap_done")  # the folder into which stored mails are moved
TRUSTED_AUTHSERV = Setting("trusted_authserv")  # the mail server of ours whose Authentication-Results are read
SMTP_URL = Setting("smtp_url", is_secret=True, is_rare=True)
OUTBOX = Setting("outbox", is_rare=True)  # a folder that mails are written to where there is no smtp_url

ALL = (
    IMAP_HOST,
    IMAP_USER,
    IMAP_PASSWORD,
    IMAP_PORT,
    IMAP_TLS,
    IMAP_FOLDER,
    IMAP_DONE,
    TRUSTED_AUTHSERV,
    SMTP_URL,
    OUTBOX,
)
