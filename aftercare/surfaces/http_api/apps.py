"""The API's shell."""

from django.apps import AppConfig


class HttpApiConfig(AppConfig):
    """Mounts the contexts' routers under `/api/v1`."""

    name = "aftercare.surfaces.http_api"
    label = "http_api"

    def ready(self) -> None:
        """Declare who may call: the routes check the token themselves, the description is public."""
        from aftercare.platform.web import door

        open_door = door.Policy(
            signed_in=False,
            reason="every route checks its token and scope",
            methods=("GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"),
        )
        door.declare("api-1:*", open_door)
