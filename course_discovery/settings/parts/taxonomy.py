"""Skills and jobs: what taxonomy-connector asks this service for, and the outside services it asks itself."""

from course_discovery.settings.parts.environment import env

_PROVIDERS = "course_discovery.apps.taxonomy_support.providers"
TAXONOMY_COURSE_METADATA_PROVIDER = f"{_PROVIDERS}.DiscoveryCourseMetadataProvider"
TAXONOMY_COURSE_RUN_METADATA_PROVIDER = f"{_PROVIDERS}.DiscoveryCourseRunMetadataProvider"
TAXONOMY_PROGRAM_METADATA_PROVIDER = f"{_PROVIDERS}.DiscoveryProgramMetadataProvider"
TAXONOMY_XBLOCK_METADATA_PROVIDER = f"{_PROVIDERS}.DiscoveryXBlockMetadataProvider"
# The types of blocks whose text is searched for skills.
TAXONOMY_XBLOCK_SUPPORTED_TYPES = ["video", "vertical"]

# Whether a program's texts are searched for skills when it becomes active, or its overview changes while it is.
FIRE_UPDATE_PROGRAM_SKILLS_SIGNAL = env.bool("FIRE_UPDATE_PROGRAM_SKILLS_SIGNAL", default=False)

# Of learners who judge a skill of a block: how many at least, and what share of them, verify it or take it away.
SKILLS_VERIFICATION_THRESHOLD = 10
SKILLS_VERIFICATION_RATIO_THRESHOLD = 0.7
SKILLS_IGNORED_THRESHOLD = 10
SKILLS_IGNORED_RATIO_THRESHOLD = 0.7

# The service that finds skills in texts; without an account nothing is asked of it.
EMSI_API_ACCESS_TOKEN_URL = env("EMSI_API_ACCESS_TOKEN_URL", default="https://auth.emsicloud.com/connect/token")
EMSI_API_BASE_URL = env("EMSI_API_BASE_URL", default="https://emsiservices.com")
EMSI_CLIENT_ID = env("EMSI_CLIENT_ID", default="")
EMSI_CLIENT_SECRET = env("EMSI_CLIENT_SECRET", default="")

# The chat service that describes jobs and ways from one to another; without an address there are no descriptions.
XPERT_AI_API_V2 = env("XPERT_AI_API_V2", default="")
XPERT_AI_CLIENT_ID = env("XPERT_AI_CLIENT_ID", default="")
# Seconds to connect and to wait for the next byte of an answer.
CHAT_COMPLETION_API_CONNECT_TIMEOUT = 3.05
CHAT_COMPLETION_API_READ_TIMEOUT = 15
XPERT_JOB_DESCRIPTION_SYSTEM_MESSAGE = ""
XPERT_JOB_TO_JOB_SYSTEM_MESSAGE = ""
JOB_DESCRIPTION_PROMPT = "Describe the job {job_name} to somebody who may want to learn it, in three sentences."
JOB_TO_JOB_DESCRIPTION_PROMPT = (
    "How does somebody who works as {current_job_name} become {future_job_name}? Answer in three sentences."
)

# The hosted index of skills and jobs.
ALGOLIA = {
    "APPLICATION_ID": env("ALGOLIA_APPLICATION_ID", default=""),
    "API_KEY": env("ALGOLIA_API_KEY", default=""),
    "TAXONOMY_INDEX_NAME": env("ALGOLIA_TAXONOMY_INDEX_NAME", default=""),
}

# Said of models of taxonomy-connector, which nobody here can change.
SILENCED_SYSTEM_CHECKS = ["fields.W340", "fields.W342"]
