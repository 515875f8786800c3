/** An offer of a browser, shortened: sound, pictures and data, from a machine with two addresses. */
export const offerSdp = [
  "v=0",
  "o=- 4611731400430051336 2 IN IP4 192.168.1.20",
  "s=-",
  "t=0 0",
  "a=group:BUNDLE 0 1 2",
  "m=audio 9 UDP/TLS/RTP/SAVPF 111 110 0",
  "c=IN IP6 2001:db8::7",
  "a=rtcp:9 IN IP4 0.0.0.0",
  "a=candidate:1 1 udp 2113937151 192.168.1.20 50000 typ host",
  "a=ice-ufrag:Fd0Q",
  "a=ice-pwd:aSecretThatNobodyShouldSee",
  "a=ice-options:trickle",
  "a=fingerprint:sha-256 12:34:56:78:9A:BC:DE:F0:12:34:56:78:9A:BC:DE:F0",
  "a=setup:actpass",
  "a=mid:0",
  "a=sendonly",
  "a=msid:- microphone",
  "a=rtpmap:111 opus/48000/2",
  "a=rtpmap:110 telephone-event/48000",
  "a=rtpmap:0 PCMU/8000",
  "m=video 0 UDP/TLS/RTP/SAVPF 96",
  "a=mid:1",
  "a=rtpmap:96 VP8/90000",
  "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
  "a=mid:2",
  "a=sctp-port:5000",
  "a=max-message-size:262144",
  "",
].join("\r\n");

const lines = {
  host: "candidate:1 1 udp 2113937151 192.168.1.20 50000 typ host generation 0 ufrag Fd0Q",
  mdns: "candidate:1 1 udp 2113937151 4f3c-11.local 50001 typ host",
  srflx: "candidate:2 1 udp 1677729535 203.0.113.7 50002 typ srflx raddr 192.168.1.20 rport 50000",
  relay: "candidate:3 1 udp 33562367 2001:db8::9 50003 typ relay raddr 203.0.113.7 rport 50002",
  tcp: "candidate:4 1 tcp 1518280447 fe80::1 9 typ host tcptype active",
};

export type CandidateSort = keyof typeof lines;

export function candidateLine(sort: CandidateSort = "host"): string {
  return lines[sort];
}
