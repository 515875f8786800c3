import { offerSdp } from "../kit/offer-sdp.ts";

/** The numbered contents between the peers of the benchmark, so that a lost one is noticed. */
export interface SampleSignal {
  readonly name: "candidate" | "offer";
  /** The name with its article. */
  readonly title: string;
  /** The content as JSON text. */
  text(number: number): string;
}

function sample(name: SampleSignal["name"], title: string, signal: object): SampleSignal {
  const members = JSON.stringify(signal).slice(1);
  return { name, title, text: (number) => `{"number":${number},${members}` };
}

export const candidate = sample("candidate", "a candidate", {
  candidate: {
    candidate:
      "candidate:842163049 1 udp 1677729535 203.0.113.77 51472 typ srflx raddr 10.0.1.17 rport 51472 generation 0 ufrag EsAw network-id 1 network-cost 10",
    sdpMid: "0",
    sdpMLineIndex: 0,
    usernameFragment: "EsAw",
  },
});

export const offer = sample("offer", "an offer", { description: { type: "offer", sdp: offerSdp } });
