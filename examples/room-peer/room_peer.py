"""Takes part in a `joinRoom` room from Python, by the rules Q1 to Q8 of PROTOCOL.md.

    apt install python3-socketio python3-aiortc python3-aiohttp
    npm run dev
    python3 examples/room-peer/room_peer.py
"""

import asyncio
import os
import signal
import uuid

import socketio
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.sdp import candidate_from_sdp

URL = os.environ.get("SERVER_URL", "http://localhost:3000")
TOKEN = os.environ.get("TOKEN", "SIGNALING123")
SELF_ID = os.environ.get("PEER_ID", "python")
ROOM = os.environ.get("ROOM", "lobby")

visit = str(uuid.uuid4())
peers = {}
signaling = socketio.AsyncClient()


class Peer:
    """Another peer of the room, and the connection to it."""

    def __init__(self, peer_id, their_visit):
        self.id = peer_id
        self.visit = their_visit
        self.lock = asyncio.Lock()
        self.early = []
        # Between machines, `iceServers` names a STUN or TURN server.
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.channel = self.connection.createDataChannel("data", negotiated=True, id=0)
        self.channel.on("open", lambda: self.channel.send(f"Hello {self.id}, here is {SELF_ID}"))
        self.channel.on("message", lambda data: say(f"{self.id} says: {data}"))

    async def send(self, **content):
        message = {**content, "visit": visit, "to": self.visit}
        await signaling.emit("messageOne", {"target": self.id, "message": message})

    async def describe(self):
        """Sends an offer, or the answer to one. aiortc has found every candidate before: they are in the description."""
        is_answer = self.connection.signalingState == "have-remote-offer"
        make = self.connection.createAnswer if is_answer else self.connection.createOffer
        await self.connection.setLocalDescription(await make())
        local = self.connection.localDescription
        await self.send(description={"type": local.type, "sdp": local.sdp})

    async def receive(self, description=None, candidate=None, **_):
        if candidate and candidate["candidate"]:
            self.early.append(candidate)
        if description:
            await self.connection.setRemoteDescription(RTCSessionDescription(**{key: description[key] for key in ("sdp", "type")}))
        if self.connection.remoteDescription is None:
            return
        while self.early:
            await self.connection.addIceCandidate(candidate_of(self.early.pop(0)))
        if description and description["type"] == "offer":
            await self.describe()


def candidate_of(found):
    candidate = candidate_from_sdp(found["candidate"].removeprefix("candidate:"))
    candidate.sdpMid = found.get("sdpMid")
    candidate.sdpMLineIndex = found.get("sdpMLineIndex")
    return candidate


async def meet(peer_id, their_visit, is_in_roster=False):
    known = peers.get(peer_id)
    if known and known.visit == their_visit:
        return known
    await leave(peer_id)
    peer = peers[peer_id] = Peer(peer_id, their_visit)
    if is_in_roster:  # the later peer makes the first offer
        async with peer.lock:
            await peer.describe()
    return peer


async def leave(peer_id):
    peer = peers.pop(peer_id, None)
    if peer:
        say(f"{peer_id} has left")
        await peer.connection.close()


@signaling.on("connect")
async def connected():
    await signaling.emit("ready", (SELF_ID, {"room": ROOM, "joinId": visit}), callback=ready)


async def ready(reply):
    for present in reply["value"]["peers"]:
        if "joinId" in present:
            await meet(present["peerId"], present["joinId"], True)


@signaling.on("message")
async def message(envelope):
    sender, content = envelope["from"], envelope.get("message")
    if envelope.get("action") == "close":
        return await leave(sender)
    if not isinstance(content, dict) or "visit" not in content:
        return
    if content.get("say") == "bye":
        return await leave(sender)
    if content.get("to") != visit:
        return
    peer = await meet(sender, content["visit"])
    async with peer.lock:
        await peer.receive(content.get("description"), content.get("candidate"))


def say(line):
    print(line, flush=True)


async def end():
    await signaling.call("message", {"visit": visit, "say": "bye"})
    await signaling.disconnect()
    for peer_id in list(peers):
        await leave(peer_id)


async def main():
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, lambda: asyncio.ensure_future(end()))
    await signaling.connect(URL, auth={"token": TOKEN}, transports=["websocket"])
    await signaling.wait()


asyncio.run(main())
