"""The desk door: what customers answered, and low scores traced to their cause."""

from __future__ import annotations

from django.urls import path

from aftercare.contexts.feedback.desk import frame, lists, pages

app_name = "feedback"
urlpatterns = [
    path("feedback/", lists.Answers.as_view(), name="list"),
    path("feedback/follow-ups/", lists.LowScores.as_view(), name="follow_ups"),
    path("feedback/follow-ups/<int:follow_up_id>/", pages.follow_up, name="follow_up"),
    path("feedback/follow-ups/<int:follow_up_id>/take/", pages.take, name="take"),
    path("feedback/<int:survey_id>/pass-on/", pages.pass_on, name="pass_on"),
]

frame.register()
