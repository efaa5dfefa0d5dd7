"""A platform to load from without having one: an LMS, Studio and an e-commerce service in one small HTTP server.

For the demo (``python -m course_discovery.sandbox``), for tests (``with running_sandbox() as platform``) and for
benchmarks.
Standard library only: it imports neither Django nor any application of the service.
"""

from course_discovery.sandbox.catalogue import Catalogue
from course_discovery.sandbox.demo import DemoCatalogue
from course_discovery.sandbox.faults import Fault
from course_discovery.sandbox.folder import FolderCatalogue
from course_discovery.sandbox.sandbox_platform import SandboxPlatform, running_sandbox

__all__ = ["Catalogue", "DemoCatalogue", "Fault", "FolderCatalogue", "SandboxPlatform", "running_sandbox"]
