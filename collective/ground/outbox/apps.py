from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "collective.ground.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from collective.ground.outbox import provider, tick  # noqa: PLC0415 - models are there only now
        from collective.ground.outbox.actions import forgetting  # noqa: PLC0415

        tick.register(forgetting.forget_old)
        provider.listen()
