from django.apps import AppConfig


class RoomsConfig(AppConfig):
    name = "collective.talk.rooms"
    label = "rooms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from collective.talk.rooms import own_steps, receivers, streams  # noqa: F401, PLC0415 - models are ready only now

        own_steps.register_all()
        streams.register_all()
