"""Settings by topic; `base` joins them. Each file reads its own environment variables."""
