import { request } from "node:http";
import { WebSocket } from "ws";
import { atLeast, atMost, type Figure } from "../../kit/verdict.ts";
import type { Attack, Field } from "../attack.ts";
import { dialectOf } from "../endpoint.ts";

const allowed = "https://app.example";

/** None of these is the allowed origin. */
const foreign: readonly (string | undefined)[] = [
  "https://evil.example",
  `${allowed}.evil.example`,
  "https://evil-app.example",
  "https://sub.app.example",
  "https://app.example:8443",
  "http://app.example",
  "https://APP.example",
  `${allowed}/`,
  `${allowed}@evil.example`,
  `${allowed}, https://evil.example`,
  "https://app.example%00.evil.example",
  "null",
  "missing",
  "",
  undefined,
];

export const origins: Attack = {
  name: "origins",
  sentence:
    "pages of other origins connect with both transports: similar names, no origin, and `null`",
  oursOnly: true,
  setting: { environment: { ALLOWED_ORIGINS: allowed }, origin: allowed },
  async run(field: Field): Promise<Figure[]> {
    let letIn = 0;
    for (const origin of foreign) {
      letIn += (await statusOfPolling(field, origin)) === 403 ? 0 : 1;
      letIn += (await statusOfWebSocket(field, origin)) === 403 ? 0 : 1;
    }
    const own = [await statusOfPolling(field, allowed), await statusOfWebSocket(field, allowed)];
    return [
      atMost(`of ${2 * foreign.length} accepted`, letIn, 0),
      atLeast(
        "transports open to the allowed origin",
        own.filter((status) => status < 300).length,
        2,
      ),
    ];
  },
};

function headersOf(origin: string | undefined): Record<string, string> {
  return origin === undefined ? {} : { origin };
}

function statusOfPolling({ endpoint }: Field, origin: string | undefined): Promise<number> {
  const address = new URL("/socket.io/?EIO=4&transport=polling", endpoint.url);
  return new Promise((resolve, reject) => {
    request(address, { headers: headersOf(origin), agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}

/** 101: the WebSocket is open. */
function statusOfWebSocket({ endpoint }: Field, origin: string | undefined): Promise<number> {
  const address = dialectOf(endpoint).address(endpoint.url, "page");
  const socket = new WebSocket(address, { headers: headersOf(origin) });
  return new Promise<number>((resolve) => {
    socket.on("error", () => {});
    socket.on("upgrade", ({ statusCode = 0 }) => resolve(statusCode));
    socket.on("unexpected-response", (_request, { statusCode = 0 }) => resolve(statusCode));
  }).finally(() => socket.terminate());
}
