import { once } from "node:events";
import { connect } from "node:net";

/**
 * A process that only passes bytes: it sends a frame of some messages and as many receipts, whenever it has received one from
 * the other process. It reads nothing of a frame but its end.
 */
const [port = "", own = "", other = "", count = ""] = process.argv.slice(2);
const socket = connect(Number(port), "127.0.0.1");
socket.setNoDelay(true);
await once(socket, "connect");
socket.write(`HELLO 3\r\nSUBSCRIBE ${own}\r\n`);

const message = `q\t123456\trelay\t80,300\n${"a".repeat(380)}`;
const receipts = `n\t${Array.from({ length: Number(count) }, () => "123456").join()}~\n`;
const text = message.repeat(Number(count)) + receipts;
const frame = Buffer.from(
  `*3\r\n$7\r\nPUBLISH\r\n$${other.length}\r\n${other}\r\n$${text.length}\r\n${text}\r\n`,
);

const end = "~".charCodeAt(0);
let sent = 0;
let received = 0;
let wanted = 0;
/** @type {NodeJS.CpuUsage | undefined} */
let before;

function send() {
  sent += 1;
  socket.write(frame);
}

socket.on("data", (data) => {
  for (let at = data.indexOf(end); at >= 0; at = data.indexOf(end, at + 1)) {
    received += 1;
    if (sent < wanted) send();
  }
  if (received < wanted || !before) return;
  const { user, system } = process.cpuUsage(before);
  before = undefined;
  process.send?.(user + system);
});

process.on("message", (/** @type {{ frames: number, isFirst: boolean }} */ order) => {
  sent = 0;
  received = 0;
  wanted = order.frames;
  before = process.cpuUsage();
  if (order.isFirst) send();
});
process.on("disconnect", () => process.exit());
process.send?.("ready");
