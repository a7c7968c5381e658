from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "collective.ground.community"
    label = "community"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from collective.ground.community import letterhead  # noqa: PLC0415 - models are there only now
        from collective.ground.outbox import letterhead as letters  # noqa: PLC0415

        letters.use(letterhead.letterhead)
