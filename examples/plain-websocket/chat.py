"""Chats over a plain WebSocket, by the rules F1 to F5 of PROTOCOL.md.

    apt install python3-websockets
    npm run dev
    python3 examples/plain-websocket/chat.py
"""

import asyncio
import json
import os

import websockets

URL = os.environ.get("SERVER_URL", "http://localhost:3000").replace("http", "ws", 1) + "/ws"
TOKEN = os.environ.get("TOKEN", "SIGNALING123")
SELF_ID = os.environ.get("PEER_ID", "python")


async def main():
    async with websockets.connect(URL) as socket:
        send = lambda event, data: socket.send(json.dumps({"event": event, "data": data}))
        await send("connect", {"token": TOKEN})
        async for text in socket:
            frame = json.loads(text)
            data = frame.get("data")
            match frame.get("event"):
                case "connected":
                    await send("ready", {"peerId": SELF_ID})
                case "signalingError":
                    raise SystemExit(f"refused: {data['reason']}")
                case "message" if "connections" in data:
                    print("In the room:", ", ".join(data["connections"]) or "nobody else", flush=True)
                case "message" if "action" in data:
                    print(f"{data['from']}: {data['message']}", flush=True)
                case "message":
                    print(f"{data['from']} says: {data['message']}", flush=True)
                    await send("messageOne", {"target": data["from"], "message": f"Hello {data['from']}"})


asyncio.run(main())
