import { WebSocketServer } from "ws";
import { answerBenchmark } from "./answer-benchmark.js";
import { heartbeat } from "./heartbeat.js";
import { listen } from "./listen.js";

/**
 * A minimal relay over WebSocket: each frame is a JSON array of an event name and its argument.
 *
 * @typedef {["ready", string] | ["messageOne", Direct] | ["message", unknown]} Request
 * @typedef {{ target: string, message: unknown }} Direct
 * @type {Map<string, import("ws").WebSocket>}
 */
const peers = new Map();

/** @param {unknown} envelope */
const encode = (envelope) => JSON.stringify(["message", envelope]);

/** @param {import("ws").WebSocket} socket */
function serve(socket) {
  let from = "";
  beat(socket);
  socket.on("message", (data) => {
    /** @type {Request} */
    const [event, argument] = JSON.parse(data.toString());
    if (event === "ready") {
      from = argument;
      peers.set(from, socket);
      socket.send(encode({ from: "all", target: from, connections: {} }));
    } else if (event === "messageOne") {
      const { target, message } = argument;
      peers.get(target)?.send(encode({ from, target, message }));
    } else {
      const text = encode({ from, target: "all", message: argument });
      for (const peer of peers.values()) if (peer !== socket) peer.send(text);
    }
  });
}

/**
 * Sends pings (RFC 6455 §5.5.2), and terminates a connection that did not answer the last one.
 *
 * @param {import("ws").WebSocket} socket
 */
function beat(socket) {
  let isAlive = true;
  socket.on("pong", () => {
    isAlive = true;
  });
  const timer = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, heartbeat.pingInterval);
  socket.on("close", () => clearInterval(timer));
}

const url = await listen((server) => new WebSocketServer({ server }).on("connection", serve));
answerBenchmark(url);
