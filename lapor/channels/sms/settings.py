"""What a line for SMS is set up with: a message centre (SMPP), or a gateway that is called by HTTP."""

from lapor.channels.base import QUIET_HOURS, SECRET, TOKEN, Setting

SENDER = Setting("sender")
SMPP_HOST = Setting("smpp_host")
SMPP_PORT = Setting("smpp_port")
SYSTEM_ID = Setting("system_id")
PASSWORD = Setting("password", is_secret=True)
SMPP_TLS = Setting("smpp_tls")  # "yes"
SMPP_BIND = Setting("smpp_bind", is_rare=True)  # transceiver where it is empty, or receiver
SYSTEM_TYPE = Setting("system_type", is_rare=True)
CHARSET = Setting("charset", is_rare=True)  # what the centre means by coding 0: gsm7 where it is empty
RECEIPT_IDS = Setting("receipt_ids", is_rare=True)  # "decimal": ids come in hex first, in decimal in receipts
SEND_URL = Setting("send_url")
SEND_FORMAT = Setting("send_format")  # "json", else a form
GATEWAY_TOKEN = Setting(TOKEN.name, is_secret=True)  # not every gateway wants one
SIGNED = Setting("signed", is_rare=True)  # "yes": every delivery is signed
FIELD_FROM = Setting("field_from")  # what the gateway calls the fields of a delivery
FIELD_TEXT = Setting("field_text")
FIELD_ID = Setting("field_id")
FIELD_TIME = Setting("field_time", is_rare=True)
FIELD_STATUS = Setting("field_status", is_rare=True)
FIELD_REASON = Setting("field_reason", is_rare=True)
SEND_TO = Setting("send_to", is_rare=True)  # and those of what we send
SEND_TEXT = Setting("send_text", is_rare=True)
SEND_ID = Setting("send_id", is_rare=True)
SEND_ANSWER_ID = Setting("send_answer_id", is_rare=True)

ALL = (
    SENDER,
    SMPP_HOST,
    SMPP_PORT,
    SYSTEM_ID,
    PASSWORD,
    SMPP_TLS,
    SEND_URL,
    SEND_FORMAT,
    GATEWAY_TOKEN,
    SECRET,
    FIELD_FROM,
    FIELD_TEXT,
    FIELD_ID,
    QUIET_HOURS,
    SMPP_BIND,
    SYSTEM_TYPE,
    CHARSET,
    RECEIPT_IDS,
    SIGNED,
    FIELD_TIME,
    FIELD_STATUS,
    FIELD_REASON,
    SEND_TO,
    SEND_TEXT,
    SEND_ID,
    SEND_ANSWER_ID,
)
