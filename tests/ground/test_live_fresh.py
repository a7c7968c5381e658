"""A page that has just been drawn is never told something older than what it shows."""

import asyncio

from tests.ground.live_kit import until
from tests.ground.test_live_hub import Source, in_a_loop


def test_whoever_comes_after_a_change_is_not_told_the_state_before_it():
    source = Source()

    async def main(hub, listen):
        first = listen()
        await until(lambda: first.states == ["thing:a is 0"])
        source.value = 1
        hub.touch("thing:a")
        await asyncio.sleep(0)
        second = listen(query=b"seen=e.1")  # its page was drawn after the change
        await until(lambda: first.states[-1] == "thing:a is 1")
        await asyncio.sleep(0.05)
        assert second.states == []

    in_a_loop(main, source, hz=5)


def test_whoever_comes_while_nothing_turns_out_to_have_changed_is_told_the_state_all_the_same():
    source = Source()

    async def main(hub, listen):
        first = listen()
        await until(lambda: first.states == ["thing:a is 0"])
        hub.touch("thing:a")
        await asyncio.sleep(0)
        second = listen()
        await until(lambda: second.states == ["thing:a is 0"])
        assert first.states == ["thing:a is 0"]

    in_a_loop(main, source, hz=5)
