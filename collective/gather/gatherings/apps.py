from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    name = "collective.gather.gatherings"
    label = "gatherings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from collective.gather.gatherings.actions import importing  # noqa: PLC0415 - models are there only now
        from collective.ground.outbox import tick  # noqa: PLC0415

        tick.register(importing.forget_unused)
