import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Below the ephemeral ports of systems (from 32768 on Linux, from 49152 elsewhere): a free port stays free until the
 * program that uses it binds it.
 */
const first = 20_000;
const count = 10_000;

const anyPort = () => first + Math.floor(Math.random() * count);

/** Returns a port of this machine that is free for UDP and TCP, out of the ports that `draw` returns. */
export async function freePort(draw = anyPort): Promise<number> {
  const port = draw();
  const isFree = (await canBindUdp(port)) && (await canBindTcp(port));
  return isFree ? port : freePort(draw);
}

async function canBindUdp(port: number): Promise<boolean> {
  const socket = createSocket("udp4");
  try {
    socket.bind(port, "127.0.0.1");
    await once(socket, "listening");
    return true;
  } catch {
    return false;
  } finally {
    socket.close();
  }
}

async function canBindTcp(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
