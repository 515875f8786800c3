import { atMost, type Figure, note } from "../../kit/verdict.ts";
import type { Attack, Field } from "../attack.ts";
import { answer } from "../dialects.ts";
import { type Address, open } from "../endpoint.ts";
import { FetchTrap } from "../fetch-trap.ts";
import { forgedTokens, genuineToken, settings } from "../forged-tokens.ts";

export const jsonWebTokens: Attack = {
  name: "json-web-tokens",
  sentence:
    "forged, confused, expired, misdirected and malformed tokens are sent, each from a separate address",
  oursOnly: true,
  setting: { environment: settings, token: genuineToken() },
  async run({ endpoint }: Field): Promise<Figure[]> {
    const trap = await FetchTrap.start();
    const forged = Object.entries(forgedTokens(trap.url));
    const letIn: string[] = [];
    for (const [index, [what, token]] of forged.entries()) {
      const address: Address = `127.0.5.${1 + index}`;
      const socket = await open(endpoint, address, what);
      socket.send(`40${JSON.stringify({ token })}`);
      const isRefused = await answer(socket, (text) => text.startsWith("40{")).then(
        () => false,
        (error: Error) => /"code":"(forbidden|token-expired|too-large)"/.test(error.message),
      );
      if (!isRefused) letIn.push(what);
      socket.end();
    }
    trap.stop();
    return [
      note("kinds of tokens", forged.length),
      atMost(`tokens accepted${letIn.map((what) => `, ${what}`).join("")}`, letIn.length, 0),
      atMost("URLs in tokens that were fetched", trap.requests, 0),
    ];
  },
};
