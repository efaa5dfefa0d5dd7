"""Doubles of outside systems that are no platform: Google, GetSmarter, Contentful, Snowflake, Salesforce, Drupal.

Each answers on a port of its own inside ``with running_double(GoogleDouble()) as double:`` and speaks as much of the
system's protocol as this service uses.
"""

from course_discovery.sandbox.outside.contentful import ContentfulDouble
from course_discovery.sandbox.outside.double import Double, running_double
from course_discovery.sandbox.outside.drupal import DrupalDouble
from course_discovery.sandbox.outside.getsmarter import GetSmarterDouble
from course_discovery.sandbox.outside.google import GoogleDouble
from course_discovery.sandbox.outside.salesforce import SalesforceDouble
from course_discovery.sandbox.outside.snowflake import SnowflakeDouble

__all__ = [
    "ContentfulDouble",
    "Double",
    "DrupalDouble",
    "GetSmarterDouble",
    "GoogleDouble",
    "SalesforceDouble",
    "SnowflakeDouble",
    "running_double",
]
