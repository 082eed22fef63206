"""Mails as people and machines write them."""

from email.message import EmailMessage
from email.utils import make_msgid

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
WHO = "Rosalind Abernathy <rosalind@example.org>"


def a_mail(
    text="Thank you. When will it be?", *, sender=WHO, subject="Your answer", to="letters@example.gov", **head
):
    """A mail of a person. `head` are further lines: in_reply_to, auto_submitted …; None leaves one out."""
    mail = EmailMessage()
    lines = {
        "message_id": make_msgid(domain="example.org"),
        "date": "Thu, 04 May 2023 09:30:00 -0400",
        "from": sender,
        "to": to,
        "subject": subject,
    } | head
    for name, value in lines.items():
        if value is not None:
            mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def with_file(mail, data=PDF, name="Reply to the Chairman.pdf", kind="application/pdf"):
    maintype, _, subtype = kind.partition("/")
    mail.add_attachment(data, maintype=maintype, subtype=subtype, filename=name)
    return mail


def a_bounce(*, in_reply_to):
    """What a mail server writes where it could not deliver (RFC 3464)."""
    return (
        "Return-Path: <>\r\nFrom: Mail Delivery System <MAILER-DAEMON@mx.example.org>\r\n"
        "To: letters@example.gov\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        f"Message-ID: <bounce.1@mx.example.org>\r\nIn-Reply-To: {in_reply_to}\r\n"
        "Date: Thu, 04 May 2023 09:31:00 -0400\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nUser unknown.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example.org\r\n\r\nFinal-Recipient: rfc822; rosalind@example.org\r\n"
        "Action: failed\r\nStatus: 5.1.1\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {in_reply_to}\r\n\r\n--b--\r\n"
    ).encode()
