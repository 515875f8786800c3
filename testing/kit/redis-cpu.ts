import { connect } from "node:net";
import { text } from "node:stream/consumers";

/** Returns the CPU time of a Redis since its start, in microseconds. */
export async function redisCpuMicroseconds(port: number): Promise<number> {
  const socket = connect(port, "127.0.0.1");
  socket.write("INFO cpu\r\nQUIT\r\n");
  const info = await text(socket);
  const seconds = (name: string) =>
    Number(new RegExp(`used_cpu_${name}:([\\d.]+)`).exec(info)?.[1]);
  return (seconds("user") + seconds("sys")) * 1_000_000;
}
