from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "collective.share.pages"
    label = "pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from collective.gather.gatherings import doors  # noqa: PLC0415 - models are there only now
        from collective.share.pages import receivers  # noqa: F401, PLC0415
        from collective.share.pages.queries.way_in import to_the_result, to_the_room  # noqa: PLC0415

        doors.register(to_the_room)
        doors.register_outcome(to_the_result)
