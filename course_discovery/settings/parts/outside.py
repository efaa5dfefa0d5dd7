"""Outside systems that a catalogue can do without: each is asked only when it is configured.

Google, Snowflake and Salesforce need the packages of requirements/optional.txt as well.
"""

from course_discovery.settings.parts.environment import env

# What these systems are told (decision 12). A push that fails is tried again after OUTBOX_FIRST_WAIT seconds, then
# after twice as long each time; with these numbers for a little more than a day.
OUTBOX_ATTEMPTS = env.int("OUTBOX_ATTEMPTS", default=12)
OUTBOX_FIRST_WAIT = env.int("OUTBOX_FIRST_WAIT", default=60)
OUTBOX_LONGEST_WAIT = env.int("OUTBOX_LONGEST_WAIT", default=6 * 60 * 60)
# How long one push may take before it counts as abandoned by a process that died.
OUTBOX_CLAIM_SECONDS = env.int("OUTBOX_CLAIM_SECONDS", default=600)
OUTBOX_KEPT_DAYS = env.int("OUTBOX_KEPT_DAYS", default=30)

# What addresses of logos begin with that the LMS is told of; empty for those of the storage.
ORG_BASE_LOGO_URL = env("ORG_BASE_LOGO_URL", default="")

# Tables and platforms name pictures by their addresses. Whoever writes one must not have this service ask machines of
# its own network; where the pictures of a platform lie in that network this allows it.
PICTURES_FROM_PRIVATE_ADDRESSES = env.bool("PICTURES_FROM_PRIVATE_ADDRESSES", default=False)

# Whom people write to about files that are loaded, and in whose name files of Google Drive are read.
LOADER_INGESTION_CONTACT_EMAIL = env("LOADER_INGESTION_CONTACT_EMAIL", default="")

# The key file of a service account, as a JSON object. Sheets are shared with it.
GOOGLE_SERVICE_ACCOUNT_CREDENTIALS = env.json("GOOGLE_SERVICE_ACCOUNT_CREDENTIALS", default={})
GOOGLE_SHEETS_API_URL = env("GOOGLE_SHEETS_API_URL", default="https://sheets.googleapis.com/v4/spreadsheets")
GOOGLE_DRIVE_API_URL = env("GOOGLE_DRIVE_API_URL", default="https://www.googleapis.com/drive/v3/files")
# The sheet of program subscriptions: the id of the spreadsheet and the number of its tab.
SUBSCRIPTION_METADATA_MAPPING = {
    "SHEET_ID": env("SUBSCRIPTION_SHEET_ID", default=""),
    "INPUT_TAB_ID": env("SUBSCRIPTION_INPUT_TAB_ID", default=""),
}

# The executive-education products of GetSmarter: with a bearer token (PRODUCT_API_URL) or through the API gateway.
PRODUCT_API_URL = env("PRODUCT_API_URL", default="")
GETSMARTER_CLIENT_CREDENTIALS = {
    "CLIENT_ID": env("GETSMARTER_CLIENT_ID", default=""),
    "CLIENT_SECRET": env("GETSMARTER_CLIENT_SECRET", default=""),
    "API_URL": env("GETSMARTER_API_URL", default=""),
    "PROVIDER_URL": env("GETSMARTER_PROVIDER_URL", default=""),
    "PRODUCTS_DETAILS_URL": env("GETSMARTER_PRODUCTS_DETAILS_URL", default=""),
}

# Texts of marketing pages.
CONTENTFUL_API_URL = env("CONTENTFUL_API_URL", default="https://cdn.contentful.com")
CONTENTFUL_SPACE_ID = env("CONTENTFUL_SPACE_ID", default=None)
CONTENTFUL_CONTENT_DELIVERY_API_KEY = env("CONTENTFUL_CONTENT_DELIVERY_API_KEY", default=None)
CONTENTFUL_ENVIRONMENT = env("CONTENTFUL_ENVIRONMENT", default=None)
BOOTCAMP_CONTENTFUL_CONTENT_TYPE = env("BOOTCAMP_CONTENTFUL_CONTENT_TYPE", default="")
DEGREE_CONTENTFUL_CONTENT_TYPE = env("DEGREE_CONTENTFUL_CONTENT_TYPE", default="")

# Where to log in to Salesforce, such as https://<domain>.my.salesforce.com; else at Salesforce's common addresses.
SALESFORCE_LOGIN_URL = env("SALESFORCE_LOGIN_URL", default="")

# The data warehouse. Its tables are the installation's own, so the queries are as well; docs/operations.rst says which
# columns they have to give.
SNOWFLAKE_ACCOUNT = env("SNOWFLAKE_ACCOUNT", default="")
SNOWFLAKE_DATABASE = env("SNOWFLAKE_DATABASE", default="")
SNOWFLAKE_SERVICE_USER = env("SNOWFLAKE_SERVICE_USER", default="")
SNOWFLAKE_SERVICE_USER_PASSWORD = env("SNOWFLAKE_SERVICE_USER_PASSWORD", default="")
# Further arguments of the connector's connect(): warehouse, role, schema, host, ...
SNOWFLAKE_CONNECTION_OPTIONS = env.json("SNOWFLAKE_CONNECTION_OPTIONS", default={})
SNOWFLAKE_COURSE_LENGTH_QUERY = env("SNOWFLAKE_COURSE_LENGTH_QUERY", default="")
SNOWFLAKE_COURSE_REVIEWS_QUERY = env("SNOWFLAKE_COURSE_REVIEWS_QUERY", default="")

# Further columns that degrees of a product source must have: {source slug: [column, ...]}.
DEGREE_VARIANTS_FIELD_MAP: dict[str, list[str]] = {}
