import { PeerServer } from "peer";
import { answerBenchmark } from "./answer-benchmark.js";
import { heartbeat } from "./heartbeat.js";
import { port, urlOf } from "./listen.js";

// As the command of PeerJS does. Without this handler an error ends the process.
process.on("uncaughtException", () => {});

// Clients send the heartbeat, and the server waits for the next one.
const alive_timeout = heartbeat.pingInterval + heartbeat.pingTimeout;

/** The server of PeerJS, as its documentation starts it. */
PeerServer({ host: "127.0.0.1", port, path: "/", alive_timeout }, (httpServer) =>
  answerBenchmark(urlOf(httpServer)),
);
