"""The desk door: an engineer's jobs on the phone, and what others see of a visit."""

from __future__ import annotations

from django.urls import path

from aftercare.contexts.visits.desk import evidence, frame, pages, progress, signing, work

app_name = "visits"
urlpatterns = [
    path("jobs/", pages.jobs, name="jobs"),
    path("jobs/<int:visit_id>/", pages.job, name="job"),
    path("jobs/<int:visit_id>/accept/", progress.accept, name="accept"),
    path("jobs/<int:visit_id>/refuse/", progress.refuse, name="refuse"),
    path("jobs/<int:visit_id>/set-out/", progress.set_out, name="set_out"),
    path("jobs/<int:visit_id>/arrive/", progress.arrive, name="arrive"),
    path("jobs/<int:visit_id>/restore/", progress.restore, name="restore"),
    path("jobs/<int:visit_id>/cannot-complete/", progress.cannot_complete, name="cannot_complete"),
    path("jobs/<int:visit_id>/diagnosis/", work.diagnose, name="diagnose"),
    path("jobs/<int:visit_id>/steps/<int:position>/", work.answer, name="answer"),
    path("jobs/<int:visit_id>/steps/rest/", work.answer_rest_ok, name="answer_rest_ok"),
    path("jobs/<int:visit_id>/work/", work.record, name="record"),
    path("jobs/<int:visit_id>/site-decisions/", work.decide, name="decide"),
    path("jobs/<int:visit_id>/help-done/", progress.help_done, name="help_done"),
    path("jobs/<int:visit_id>/finish/", work.finish, name="finish"),
    path("jobs/<int:visit_id>/photos/", evidence.add_photos, name="add_photos"),
    path("jobs/<int:visit_id>/photos/<int:attachment_id>/", evidence.photo, name="photo"),
    path("jobs/<int:visit_id>/photos/<int:attachment_id>/small/", evidence.small_photo, name="small_photo"),
    path("jobs/<int:visit_id>/photos/<int:attachment_id>/show/", evidence.show_photo, name="show_photo"),
    path("jobs/<int:visit_id>/files/<int:attachment_id>/", evidence.document, name="document"),
    path("jobs/<int:visit_id>/readings/", evidence.add_reading, name="add_reading"),
    path("jobs/<int:visit_id>/readings/<int:reading_id>/remove/", evidence.remove_reading, name="remove_reading"),
    path("jobs/<int:visit_id>/sign/", signing.sign, name="sign"),
    path("jobs/<int:visit_id>/not-accepted/", signing.not_accepted, name="not_accepted"),
    path("jobs/<int:visit_id>/thanks/", signing.thanks, name="thanks"),
    path("jobs/<int:visit_id>/report/<slug:language>/", pages.report, name="report"),
]

frame.register()
