from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "collective.talk.conversations"
    label = "conversations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from collective.talk.conversations import receivers, step_kinds  # noqa: F401, PLC0415 - models are ready only now

        step_kinds.register_all()
