"""A local Slack that speaks Slack's own protocol: the app under test only needs another base URL.

    box = Sandbox(manifest)                   # the mapping from manifest.yml
    box.start()                               # a server in a thread, on a free port
    client = WebClient(token=box.bot_token, base_url=box.api_url)
    ...start the app: Socket Mode with box.app_token, or transport="http" with bot_urls=[...]

    priya = box.person("priya")
    ts = priya.say("#support", "the export times out")
    reply = priya.command("#support", "/feedback", "the export times out")   # waits for the ack
    priya.modal(); priya.submit({"block_id": "value"})                       # Reply.errors
    priya.react("#support", ts, "thumbsup")
    box.settle()                              # every event is answered, all due work is done
    box.thread("#support", ts); box.calls("chat.postMessage"); box.deliveries("reaction_added")

    box.faults.add("drop_after", method="chat.postMessage")                  # see Faults.add
    box.clock.advance(timedelta(days=7))
    box.stop()

The page at box.url shows the same workspace to a browser.
"""

from sandbox.box import Sandbox
from sandbox.clock import SandboxClock
from sandbox.options import Hooks, Settings
from sandbox.people.actor import Actor
from sandbox.people.desk import ActionError, Reply
from sandbox.team import Team

__all__ = [
    "ActionError",
    "Actor",
    "Hooks",
    "Reply",
    "Sandbox",
    "SandboxClock",
    "Settings",
    "Team",
]
