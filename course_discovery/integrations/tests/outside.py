"""Settings by which the clients of Google speak to a double."""

from functools import cache

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from course_discovery.sandbox.outside.google import DRIVE, SHEETS, GoogleDouble


@cache
def private_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return key.private_bytes(*pem).decode()


def use_google(double: GoogleDouble, settings) -> None:
    settings.GOOGLE_SERVICE_ACCOUNT_CREDENTIALS = double.service_account(private_key())
    settings.GOOGLE_SHEETS_API_URL = f"{double.url}{SHEETS}"
    settings.GOOGLE_DRIVE_API_URL = f"{double.url}{DRIVE}"
    settings.LOADER_INGESTION_CONTACT_EMAIL = "loading@example.org"
