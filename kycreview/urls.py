"""The addresses of the whole product."""

from allauth.account import views as account_views
from django.urls import include, path

from journeys import callbacks, expecting

urlpatterns = [
    path("callbacks/<str:path_token>/", callbacks.receive, name="callback"),
    path("api/expected", expecting.receive, name="expected"),
    path("account/login/", account_views.login, name="account_login"),
    path("account/logout/", account_views.logout, name="account_logout"),
    path("account/reauthenticate/", account_views.reauthenticate, name="account_reauthenticate"),
    path("account/password/", account_views.password_change, name="account_change_password"),
    path("account/mfa/", include("allauth.mfa.urls")),
    path("", include("reviews.urls")),
]
