"""The administrators' pages."""

from django.urls import path

from aftercare.surfaces.administration import audit, tokens

app_name = "administration"
urlpatterns = [
    path("audit/", audit.audit_trail, name="audit"),
    path("me/tokens/", tokens.api_tokens, name="tokens"),
    path("me/tokens/new/", tokens.new_token, name="new_token"),
    path("me/tokens/<int:token_id>/revoke/", tokens.revoke_token, name="revoke_token"),
]
