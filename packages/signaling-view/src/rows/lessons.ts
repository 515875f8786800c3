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
    text: "You joined the room on the signaling server. The server announces the peers of a room to each other and forwards their signaling messages. Media and data do not pass through the server.",
  },
  channel: {
    title: "Server connection",
    text: "The connection to the signaling server is needed only to set up or change peer connections. Established peer connections continue without the server.",
  },
  peer: {
    title: "Peer found",
    text: "Another peer is in the room. You and this peer each create an RTCPeerConnection, and negotiate through the signaling server.",
  },
  leave: {
    title: "Peer left",
    text: "The peer left the room, or can no longer be reached. The connection to this peer is closed.",
  },
  offer: {
    title: "Offer",
    text: "An offer proposes the media and data to exchange, and their formats. It is a session description in the SDP format. It always passes through the signaling server, even if the peers are already connected.",
  },
  answer: {
    title: "Answer",
    text: "An answer states which parts of the offer the receiver accepts. It is also a session description. Both peers now agree on the media and the data; the candidates contain the addresses.",
  },
  candidate: {
    title: "Candidate",
    text: "A candidate is an address at which a peer may be reachable. Each peer sends its candidates as it finds them. Both peers test pairs of candidates until a pair works. This procedure is called ICE.",
  },
  "end-of-candidates": {
    title: "End of candidates",
    text: "The sender has no more candidates. The receiver does not wait for further ones.",
  },
  refusal: {
    title: "Refusal",
    text: "A peer could not use the last description. After a refused offer, the receiver of that offer makes the next offer. After a refused answer, the sender of that answer makes the next offer.",
  },
  "candidate-error": {
    title: "No candidate",
    text: "A STUN or TURN server did not respond, or refused the request. One working server is enough. Without any, peers behind firewalls may find no route.",
  },
  "ignored-offer": {
    title: "Glare: offer ignored",
    text: "Both peers sent an offer at the same time. The impolite peer keeps its own offer and ignores the other offer. You are the impolite peer: the other peer has the smaller id.",
  },
  "rolled-back": {
    title: "Glare: offer rolled back",
    text: "Both peers sent an offer at the same time. The polite peer rolls back its own offer, answers the other offer, and makes a new offer later. You are the polite peer: you have the smaller id.",
  },
  "dropped-candidate": {
    title: "Candidate dropped",
    text: "The candidate belongs to an earlier description, or to an ignored offer. Therefore it was not used.",
  },
  "ice-restart": {
    title: "ICE restart",
    text: "An ICE restart looks for a new route, after the route failed or the network changed. The peers exchange a new offer, a new answer and new candidates. Tracks and data channels are kept.",
  },
  connection: {
    title: "Connection state",
    text: "The RTCPeerConnection to this peer changed its state. The state is “connected” when a pair of candidates works and the DTLS handshake is complete.",
  },
  route: {
    title: "Route",
    text: "The route is the pair of candidates in use. All media and data take this route, encrypted: directly to the peer, or through a TURN server. Media and data do not pass through the signaling server.",
  },
  track: {
    title: "Track",
    text: "The description of the peer announces an audio or video track. The media of the track arrives over the peer connection, once the connection is established.",
  },
  failed: {
    title: "No connection",
    text: "There is no connection to the peer yet, or it was lost. The most decisive problem comes first.",
  },
  error: {
    title: "Error",
    text: "An operation failed, or the server ended the session. The sentence above states the reason.",
  },
};

export const typeLessons: Readonly<Record<CandidateType, string>> = {
  host: "host: an address of the device itself.",
  srflx:
    "srflx (server reflexive): the public address of the device’s NAT, as a STUN server sees it. It works through most NATs.",
  prflx:
    "prflx (peer reflexive): an address that the other peer discovered during the connectivity checks.",
  relay:
    "relay: an address on a TURN server, which forwards everything. It works almost everywhere, at the cost of a longer path.",
};

export const connectionLessons: Readonly<Record<RTCPeerConnectionState, string>> = {
  new: "No connectivity check has started yet.",
  connecting: "Pairs of candidates are being tested.",
  connected:
    "The peers are connected, and all media and data are encrypted. The row “Route” says whether the connection is direct or relayed.",
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
