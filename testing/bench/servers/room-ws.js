import { WebSocketServer } from "ws";
import { answerBenchmark } from "./answer-benchmark.js";
import { listen } from "./listen.js";

/**
 * A minimal signaling server for two peers, over bare `ws`: the path `/<room>` names the room. The server asks the
 * second peer to initiate, and relays the messages of each peer to the other.
 *
 * @type {Map<string, import("ws").WebSocket>}
 */
const waiting = new Map();

/**
 * @param {import("ws").WebSocket} socket
 * @param {import("node:http").IncomingMessage} request
 */
function serve(socket, { url = "/" }) {
  const other = waiting.get(url);
  waiting.delete(url);
  if (other) pair(socket, other);
  else waiting.set(url, socket);
}

/**
 * @param {import("ws").WebSocket} newcomer
 * @param {import("ws").WebSocket} other
 */
function pair(newcomer, other) {
  newcomer.on("message", (data) => other.send(data.toString()));
  other.on("message", (data) => newcomer.send(data.toString()));
  newcomer.send(JSON.stringify("begin"));
}

const url = await listen((server) => new WebSocketServer({ server }).on("connection", serve));
answerBenchmark(url);
