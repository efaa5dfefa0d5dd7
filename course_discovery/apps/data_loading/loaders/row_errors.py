"""What is said of a row that does not get into the catalogue."""

import logging

from django.core.exceptions import ValidationError

logger = logging.getLogger(__name__)


def told(error: Exception) -> str:
    """Return what people are told of an error; of one that nobody foresaw the log has more."""
    if not isinstance(error, ValidationError):
        if not isinstance(error, ValueError):
            logger.error("A row could not be loaded", exc_info=error)
        return str(error)
    if not hasattr(error, "error_dict"):
        return "; ".join(error.messages)
    return "; ".join(f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items())
