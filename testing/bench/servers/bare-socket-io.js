import { Server } from "socket.io";
import { answerBenchmark } from "./answer-benchmark.js";
import { heartbeat } from "./heartbeat.js";
import { listen } from "./listen.js";

/**
 * A minimal relay over Socket.IO, without checks, rooms or refusals.
 *
 * @typedef {{ target: string, message: unknown }} Direct
 * @type {Map<string, import("socket.io").Socket>}
 */
const peers = new Map();
const io = new Server(heartbeat);

io.on("connection", (socket) => {
  let from = "";
  socket.on("ready", (/** @type {string} */ peerId) => {
    from = peerId;
    peers.set(peerId, socket);
    socket.emit("message", { from: "all", target: peerId, connections: {} });
  });
  socket.on("messageOne", (/** @type {Direct} */ { target, message }) => {
    peers.get(target)?.emit("message", { from, target, message });
  });
  socket.on("message", (/** @type {unknown} */ message) => {
    socket.broadcast.emit("message", { from, target: "all", message });
  });
});

answerBenchmark(await listen((httpServer) => io.attach(httpServer)));
