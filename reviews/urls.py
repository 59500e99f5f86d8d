"""The addresses of this room. Ids are random; no value about a person stands in a URL."""

from django.urls import path

from reviews.views import case, desk, imports, manage, media, opening, saying, search, trail

urlpatterns = [
    path("", desk.home, name="home"),
    path("desk/", desk.desk, name="desk"),
    path("desk/next/", desk.desk_next, name="desk_next"),
    path("case/<uuid:case_id>/", case.case, name="case"),
    path("case/<uuid:case_id>/claim/", desk.case_claim, name="case_claim"),
    path("case/<uuid:case_id>/release/", desk.case_release, name="case_release"),
    path("case/<uuid:case_id>/recuse/", desk.case_recuse, name="case_recuse"),
    path("case/<uuid:case_id>/keep/", desk.case_keep, name="case_keep"),
    path("case/<uuid:case_id>/opinion/", case.case_opinion, name="case_opinion"),
    path("case/<uuid:case_id>/say/", saying.case_say, name="case_say"),
    path("case/<uuid:case_id>/seen/", opening.case_seen, name="case_seen"),
    path("case/<uuid:case_id>/window/", opening.case_window, name="case_window"),
    path("case/<uuid:case_id>/unblind/", opening.case_unblind, name="case_unblind"),
    path("case/<uuid:case_id>/draft/", case.case_draft, name="case_draft"),
    path("case/<uuid:case_id>/reopen/", case.case_reopen, name="case_reopen"),
    path("case/<uuid:case_id>/outbox/", case.case_outbox, name="case_outbox"),
    path("case/<uuid:case_id>/trail/", trail.case_trail, name="case_trail"),
    path("decision/<uuid:decision_id>/undo/", case.decision_undo, name="decision_undo"),
    path("outbox/<uuid:row_id>/retry/", case.outbox_retry, name="outbox_retry"),
    path("link/<uuid:link_id>/show/", case.link_show, name="link_show"),
    path("link/<uuid:link_id>/renew/", case.link_renew, name="link_renew"),
    path("journey/<uuid:journey_id>/", search.journey, name="journey"),
    path("media/<uuid:public_id>/original/", media.media_original, name="media_original"),
    path("media/<uuid:public_id>/retry/", media.media_retry, name="media_retry"),
    path("media/<uuid:public_id>/<slug:size>/", media.media, name="media"),
    path("search/", search.search, name="search"),
    path("search/<uuid:search_id>/", search.search_results, name="search_results"),
    path("audit/", trail.trail, name="trail"),
    path("imports/", imports.imports, name="imports"),
    path("imports/retry/", imports.import_retry_all, name="import_retry_all"),
    path("imports/retry/<uuid:job_id>/", imports.import_retry, name="import_retry"),
    path("imports/<uuid:batch_id>/", imports.imports_batch, name="imports_batch"),
    path("manage/accounts/", manage.accounts, name="accounts"),
    path("manage/accounts/new/", manage.account_new, name="account_new"),
    path("manage/accounts/<slug:slug>/", manage.account_edit, name="account_edit"),
    path("manage/accounts/<slug:slug>/token/", manage.account_token, name="account_token"),
    path("manage/accounts/<slug:slug>/resume/", imports.account_resume, name="account_resume"),
    path("manage/staff/", manage.staff, name="staff"),
    path("manage/staff/new/", manage.staff_edit, name="staff_new"),
    path("manage/staff/<uuid:user_id>/", manage.staff_edit, name="staff_edit"),
    path(
        "manage/staff/<uuid:user_id>/deactivate/", manage.staff_deactivate, name="staff_deactivate"
    ),
    path("me/", manage.profile, name="profile"),
]
