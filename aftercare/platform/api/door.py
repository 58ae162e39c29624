"""What a context's `api.py` needs, in one import."""

from aftercare.platform.api.inputs import Id, Line, Text
from aftercare.platform.api.paging import Page, cursor_page
from aftercare.platform.api.problems import Problem, problems
from aftercare.platform.api.routes import actor, router, scope

__all__ = ["Id", "Line", "Page", "Problem", "Text", "actor", "cursor_page", "problems", "router", "scope"]
