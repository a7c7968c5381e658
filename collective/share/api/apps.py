from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "collective.share.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from collective.ground.outbox import tick  # noqa: PLC0415
        from collective.share.api.actions import telling  # noqa: PLC0415 - models are there only now

        tick.register(telling.run)
