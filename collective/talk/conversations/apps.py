from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "collective.talk.conversations"
    label = "conversations"
    default_auto_field = "django.db.models.BigAutoField"
