import express from "express";
import { Server } from "socket.io";
import { answerBenchmark } from "./answer-benchmark.js";
import { heartbeat } from "./heartbeat.js";
import { listen } from "./listen.js";

/**
 * An equivalent of the original server, written from its README: the base protocol on Express 4 and Socket.IO 4, with
 * one room, without checks, limits and log.
 *
 * @typedef {{ target: string, message: unknown }} Direct
 * @typedef {{ socketId: string, peerId: string }} Peer
 * @type {Map<string, Peer>}
 */
const peers = new Map();
const app = express();
const io = new Server({ ...heartbeat, cors: { origin: "*" } });

app.get("/connections", (_request, response) => {
  response.json(Object.fromEntries(peers));
});

io.on("connection", (socket) => {
  /** @type {string | undefined} */
  let from;
  socket.on("ready", (/** @type {string} */ peerId) => {
    if (peers.has(peerId)) {
      const error = `the peer id ${peerId} is already in use`;
      socket.emit("uniquenessError", { error, message: error });
      socket.disconnect(true);
      return;
    }
    from = peerId;
    const connections = Object.fromEntries(peers);
    peers.set(peerId, { socketId: socket.id, peerId });
    socket.emit("message", { from: "all", target: peerId, connections });
    const message = "Peer has joined the signaling server";
    socket.broadcast.emit("message", { from, target: "all", message, action: "open" });
  });
  socket.on("message", (/** @type {unknown} */ message) => {
    socket.broadcast.emit("message", { from, target: "all", message });
  });
  socket.on("messageOne", (/** @type {Direct} */ { target, message }) => {
    const peer = peers.get(target);
    if (peer) io.to(peer.socketId).emit("message", { from, target, message });
  });
  socket.on("disconnect", () => {
    if (from === undefined) return;
    peers.delete(from);
    const message = "Peer has left the signaling server";
    socket.broadcast.emit("message", { from, target: "all", message, action: "close" });
  });
});

answerBenchmark(await listen((httpServer) => io.attach(httpServer), app));
