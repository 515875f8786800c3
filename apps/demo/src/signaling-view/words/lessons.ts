import type { CandidateType } from "../reading/candidate.ts";
import type { Kind } from "../trace/entry.ts";

export interface Lesson {
  readonly title: string;
  /** What it is, and why it is there, for somebody who sees it for the first time. */
  readonly text: string;
}

export const lessons: Readonly<Record<Kind, Lesson>> = {
  join: {
    title: "Join",
    text: "You told the signaling server that you are here. It introduces the peers of a room to each other and carries their first messages; their calls do not go through it.",
  },
  channel: {
    title: "Signaling connection",
    text: "This is your line to the server, needed only to set up or change connections. Calls that stand go on without it.",
  },
  peer: {
    title: "Hello",
    text: "Another peer is in the room. You greet each other through the server, and a connection between you two is begun.",
  },
  leave: {
    title: "Bye",
    text: "The peer has left, or could not be reached any more. Its connection is closed.",
  },
  offer: {
    title: "Offer",
    text: "One side proposes what to exchange: sound, pictures, data, and in which formats. It is a text called SDP, and goes through the server because there is no direct way yet.",
  },
  answer: {
    title: "Answer",
    text: "The other side says which parts of the offer it accepts. From now on both agree on what to send; the candidates tell where to.",
  },
  candidate: {
    title: "Candidate",
    text: "An address at which a peer might be reached. Both sides tell theirs as they find them, and try all pairs until one works. This is called ICE.",
  },
  "end-of-candidates": {
    title: "End of candidates",
    text: "This side has no more addresses to tell. The other now knows that waiting for more is of no use.",
  },
  "candidate-error": {
    title: "No candidate",
    text: "A STUN or TURN server did not answer, or refused. One is enough if it works; if none does, peers behind a firewall may not find each other.",
  },
  "ignored-offer": {
    title: "Glare: offer ignored",
    text: "Both sides made an offer at the same moment. One of the two, called impolite, keeps its own and ignores the other’s. Here that is you; the peer with the smaller id gives way.",
  },
  "rolled-back": {
    title: "Glare: offer rolled back",
    text: "Both sides made an offer at the same moment. One of the two, called polite, takes its own back, answers the other’s and asks again later. Here that is you; the peer with the smaller id gives way.",
  },
  "dropped-candidate": {
    title: "Candidate dropped",
    text: "It belongs to an earlier attempt, or to an offer that was ignored. To try that address now would be a waste of time.",
  },
  "ice-restart": {
    title: "ICE restart",
    text: "The route was lost or the network has changed, so both sides look for a new one: new offer, new candidates, while the call stays.",
  },
  connection: {
    title: "Connection",
    text: "How the direct connection to the peer stands. It is “connected” once a pair of candidates works and the encryption (DTLS) is agreed on.",
  },
  route: {
    title: "Route",
    text: "The pair of candidates that won. From here on everything goes along it, encrypted, and not through the signaling server.",
  },
  track: {
    title: "Track",
    text: "The peer sends sound or pictures: one track each. They come over the direct connection.",
  },
  error: {
    title: "Error",
    text: "Something did not work. The sentence says what; the exchange goes on if it can.",
  },
};

export const typeLessons: Readonly<Record<CandidateType, string>> = {
  host: "host: an address of the device itself. It works within one network.",
  srflx:
    "srflx (server reflexive): the address that the router shows to the outside, learnt from a STUN server. It works through most routers.",
  prflx:
    "prflx (peer reflexive): an address that only showed while the two sides tried to reach each other.",
  relay:
    "relay: an address at a TURN server, which passes everything on. It works almost everywhere, by a detour.",
};

export const connectionLessons: Readonly<Record<RTCPeerConnectionState, string>> = {
  new: "Nothing was tried yet.",
  connecting: "Pairs of candidates are being tried.",
  connected: "There is a direct, encrypted way between you two.",
  disconnected: "Nothing has come for a few seconds. It often comes back by itself.",
  failed: "No pair of candidates works. An ICE restart looks for a new route.",
  closed: "It was ended.",
};

export const signalingLessons: Readonly<Record<RTCSignalingState, string>> = {
  stable: "no offer is waiting for an answer",
  "have-local-offer": "your offer waits for an answer",
  "have-remote-offer": "the peer’s offer waits for your answer",
  "have-local-pranswer": "you have answered for the time being",
  "have-remote-pranswer": "the peer has answered for the time being",
  closed: "the connection was ended",
};
