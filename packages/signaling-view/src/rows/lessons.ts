import type { CandidateType } from "../reading/candidate.ts";
import type { Kind } from "../trace/entry.ts";

export interface Lesson {
  readonly title: string;
  /** Its meaning and purpose, for a reader who sees it for the first time. */
  readonly text: string;
}

export const lessons: Readonly<Record<Kind, Lesson>> = {
  join: {
    title: "Join",
    text: "You joined the room on the signaling server. The server tells the peers of a room about each other and forwards their signaling messages. Media and data do not pass through it.",
  },
  channel: {
    title: "Server connection",
    text: "The connection to the signaling server is needed only to set up or change peer connections. Connections that are established continue without it.",
  },
  peer: {
    title: "Peer found",
    text: "Another peer is in the room. Both create an RTCPeerConnection for each other and begin to negotiate through the server.",
  },
  leave: {
    title: "Peer left",
    text: "The peer left the room, or could not be reached any longer. The connection to it is closed.",
  },
  offer: {
    title: "Offer",
    text: "One side proposes what to exchange: audio, video and data, and in which formats. It is a session description in the SDP format. Like every signal, it is sent through the signaling server, also when it changes a connection that is already established.",
  },
  answer: {
    title: "Answer",
    text: "The other side says which parts of the offer it accepts. From now on both agree on what to send; the candidates say where to send it.",
  },
  candidate: {
    title: "Candidate",
    text: "One address at which a peer may be reached. Both sides send theirs as they find them, and test pairs of them until one works. This is called ICE.",
  },
  "end-of-candidates": {
    title: "End of candidates",
    text: "This side has sent its last candidate. The other side need not wait for more.",
  },
  refusal: {
    title: "Refusal",
    text: "A browser could not use the last description. After a refused offer, the side that refused it makes the next offer; after a refused answer, the side that sent it does.",
  },
  "candidate-error": {
    title: "No candidate",
    text: "A STUN or TURN server did not respond, or refused the request. One server that works is enough. Without any, peers behind firewalls may not find a route.",
  },
  "ignored-offer": {
    title: "Glare: offer ignored",
    text: "Both sides sent an offer at the same time. The impolite peer keeps its offer and ignores the other one. Here you are the impolite peer; the peer with the smaller id is polite.",
  },
  "rolled-back": {
    title: "Glare: offer rolled back",
    text: "Both sides sent an offer at the same time. The polite peer rolls its offer back, answers the other one, and offers again later. Here you are the polite peer: you have the smaller id.",
  },
  "dropped-candidate": {
    title: "Candidate dropped",
    text: "The candidate belongs to an earlier description, or to an offer that was ignored. It is of no use any longer.",
  },
  "ice-restart": {
    title: "ICE restart",
    text: "The route failed or the network changed, so both sides look for a new route with a new offer and new candidates. Tracks and data channels are kept.",
  },
  connection: {
    title: "Connection state",
    text: "The state of the RTCPeerConnection to this peer. It is “connected” when a pair of candidates works and the DTLS handshake is complete.",
  },
  route: {
    title: "Route",
    text: "The pair of candidates that is in use. All media and data take this route, encrypted: directly to the peer, or through a TURN server. They do not pass through the signaling server.",
  },
  track: {
    title: "Track",
    text: "The peer’s description announces audio or video, one track each. Its media arrives over the peer connection, once that is established.",
  },
  error: {
    title: "Error",
    text: "An operation failed, or the server ended the session. The sentence above says why.",
  },
};

export const typeLessons: Readonly<Record<CandidateType, string>> = {
  host: "host: an address of the device itself.",
  srflx:
    "srflx (server reflexive): the public address of the device’s NAT, as a STUN server sees it. It works through most NATs.",
  prflx:
    "prflx (peer reflexive): an address that the other side saw first during the connectivity checks.",
  relay:
    "relay: an address on a TURN server, which forwards everything. It works almost everywhere, at the cost of a longer path.",
};

export const connectionLessons: Readonly<Record<RTCPeerConnectionState, string>> = {
  new: "No connectivity check has started yet.",
  connecting: "Pairs of candidates are being tested.",
  connected:
    "The peers are connected and everything between them is encrypted. The row “Route” says whether the connection is direct or relayed.",
  disconnected: "Nothing has arrived for a few seconds. The connection often recovers by itself.",
  failed: "No pair of candidates works. An ICE restart looks for a new route.",
  closed: "The connection is closed.",
};

export const signalingLessons: Readonly<Record<RTCSignalingState, string>> = {
  stable: "no offer is waiting for an answer",
  "have-local-offer": "your offer is waiting for an answer",
  "have-remote-offer": "the peer’s offer is waiting for your answer",
  "have-local-pranswer": "you sent a provisional answer",
  "have-remote-pranswer": "the peer sent a provisional answer",
  closed: "the connection is closed",
};
