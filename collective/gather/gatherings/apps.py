from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    name = "collective.gather.gatherings"
    label = "gatherings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from collective.gather.gatherings import receivers  # noqa: F401, PLC0415 - models are there only now
        from collective.gather.gatherings.actions import (  # noqa: PLC0415
            announcing,
            asking,
            calendars,
            expecting,
            importing,
            in_the_diary,
            offering,
            reminding,
            telling,
            tidying,
        )
        from collective.ground.outbox import automatic, tick  # noqa: PLC0415

        tick.register(in_the_diary.catch_up)
        tick.register(asking.forget_invites)
        tick.register(importing.forget_unused)
        tick.register(importing.put_in_diaries)
        tick.register(calendars.forget_unused)
        automatic.register("Waiting lists", coming=expecting.expected, run=offering.run_lists)
        automatic.register("Reminders", coming=reminding.expected, run=reminding.run)
        automatic.register("Messages", coming=telling.expected, run=telling.run)
        automatic.register("Who came", coming=tidying.expected, run=tidying.run)
        automatic.register("Moves, cancellations and thanks", coming=announcing.expected, run=announcing.run)
