"""Slugs of types and other names that rules speak of."""

# Course types
EMPTY_TYPE = "empty"
EXECUTIVE_EDUCATION_TYPE = "executive-education-2u"
BOOTCAMP_TYPE = "bootcamp-2u"
EXTERNAL_COURSE_TYPES = frozenset({EXECUTIVE_EDUCATION_TYPE, BOOTCAMP_TYPE})
SUBSCRIPTION_COURSE_TYPES = frozenset({"audit", "verified-audit", "professional", "credit-verified-audit", EMPTY_TYPE})

# Seat types
AUDIT = "audit"
CREDIT = "credit"
HONOR = "honor"
PROFESSIONAL = "professional"
NO_ID_PROFESSIONAL = "no-id-professional"
VERIFIED = "verified"
ENTITLEMENT_MODES = (
    VERIFIED,
    PROFESSIONAL,
    "executive-education",
    "paid-executive-education",
    "paid-bootcamp",
)

# Names found in the URLs of the marketing site
SCHOOL_PATH = "school/"
COURSE_PATH = "course/"
PREVIEW_PATH = "preview/"
PERSON_PATH = "bio/"
