"""The framework's own list over the same table, to be measured beside ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.http import HttpRequest
from django.urls import path

from kycreview.urls import urlpatterns as product
from reviews.models import Case


class _OpenSite(AdminSite):
    """Whoever is signed in may look."""

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active)


if TYPE_CHECKING:
    _Base = ModelAdmin[Case]
else:  # generic in its stubs alone
    _Base = ModelAdmin


class _Cases(_Base):
    """The columns of our list that stand in the case's own row."""

    list_display = (
        "code", "queue", "account", "document_type", "country_code", "state", "rank", "due_at",
        "round_opened_at", "claimed_by",
    )  # fmt: skip
    list_select_related = ("queue", "account", "claimed_by")
    list_filter = ("state", "queue")
    list_per_page = 50
    ordering = ("is_test", "rank", "turn_at", "id")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_add_permission = has_delete_permission = has_change_permission

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True


site = _OpenSite(name="admin")
site.register(Case, _Cases)
urlpatterns = [path("framework/", site.urls), *product]
