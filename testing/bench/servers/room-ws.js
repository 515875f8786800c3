import { WebSocketServer } from "ws";
import { answerBenchmark } from "./answer-benchmark.js";
import { listen } from "./listen.js";

/**
 * A minimal signaling server over bare `ws`: the path `/<room>` names the room. The server tells each peer who is in the
 * room, and relays messages to one peer.
 *
 * @type {Map<string, Map<string, import("ws").WebSocket>>}
 */
const rooms = new Map();
let last = 0;

/**
 * @param {import("ws").WebSocket} socket
 * @param {import("node:http").IncomingMessage} request
 */
function serve(socket, { url = "/" }) {
  const room = rooms.get(url) ?? new Map();
  last += 1;
  const id = String(last);
  socket.send(JSON.stringify({ present: [...room.keys()] }));
  rooms.set(url, room.set(id, socket));
  socket.on("message", (data) => {
    const { to, signal } = JSON.parse(data.toString());
    room.get(to)?.send(JSON.stringify({ from: id, signal }));
  });
  socket.on("close", () => {
    room.delete(id);
    if (room.size === 0) rooms.delete(url);
  });
}

const url = await listen((server) => new WebSocketServer({ server }).on("connection", serve));
answerBenchmark(url);
