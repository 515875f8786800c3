import { type ChannelState, joinRoom, type Peer, type Room } from "simple-webrtc-signaling-client";
import { fileLabel } from "../files/control.ts";
import { ReceivingFile } from "../files/receiving.ts";
import { type Message, messageOf, type Profile } from "../messages.ts";
import { peerIdFor } from "../names.ts";
import { type Off, Watchable } from "../watchable.ts";
import { roomProblem } from "../words.ts";
import type { LocalMedia } from "./local-media.ts";
import { Participant } from "./participant.ts";
import { sendTracks } from "./send-tracks.ts";
import { Timeline } from "./timeline.ts";

export interface CallOptions {
  readonly roomName: string;
  readonly token: string | undefined;
  /** Where the server serves Socket.IO, if not at its usual place. */
  readonly socketPath: string | undefined;
  /** What others call me. */
  readonly name: string;
  readonly media: LocalMedia;
}

/** How often each connection is measured, in milliseconds. */
const measureEveryMs = 2_000;

/** How often is looked who speaks, in milliseconds. */
const listenEveryMs = 250;

/** Enters a room. Rejects as `joinRoom` does. */
export async function joinCall(options: CallOptions): Promise<Call> {
  const { roomName, token, name, socketPath: path } = options;
  const room = await joinRoom({
    room: roomName,
    peerId: peerIdFor(name),
    ...(token === undefined ? {} : { token }),
    ...(path === undefined ? {} : { path }),
  });
  return new Call(room, options);
}

/** A stay in a room: who is there, what is said, and what I let others see and hear. */
export class Call extends Watchable {
  readonly room: Room;
  readonly roomName: string;
  readonly token: string | undefined;
  readonly name: string;
  readonly media: LocalMedia;
  readonly timeline = new Timeline();
  #problem: string | undefined;
  #notice: string | undefined;
  readonly #participants = new Map<Peer, Participant>();
  readonly #offs: Off[];

  constructor(room: Room, { roomName, token, name, media }: CallOptions) {
    super();
    this.room = room;
    this.roomName = roomName;
    this.token = token;
    this.name = name;
    this.media = media;
    const measuring = setInterval(() => this.#each((one) => void one.measure()), measureEveryMs);
    const listening = setInterval(() => this.#each((one) => one.listen()), listenEveryMs);
    this.#offs = [
      room.on("peer", (peer) => this.#meet(peer)),
      room.on("leave", (peer) => this.#part(peer)),
      room.on("state", (state) => this.#move(state)),
      room.on("resumed", () => this.#note("The signaling server is back; nothing was missed")),
      room.on("sessionLost", () =>
        this.#note("The signaling server is back; the room is entered anew"),
      ),
      room.on("notice", ({ text }) => this.#heed(text)),
      room.on("error", ({ error, peer }) => {
        if (!peer) this.#fail(roomProblem(error));
        else if (error.code === "unavailable") this.#participants.get(peer)?.lackRoute();
      }),
      media.watch(() => this.#show()),
      () => clearInterval(measuring),
      () => clearInterval(listening),
    ];
  }

  get participants(): readonly Participant[] {
    return [...this.#participants.values()];
  }

  get state(): ChannelState {
    return this.room.state;
  }

  /** Why the server ended my visit, in words. Connections to others stay. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** What whoever runs the server has said last. */
  get notice(): string | undefined {
    return this.#notice;
  }

  forgetNotice(): void {
    this.#notice = undefined;
    this.changed();
  }

  say(text: string): void {
    this.#each(({ peer }) => send(peer, { type: "text", text }));
    this.timeline.add({ kind: "text", from: this.name, isMine: true, text });
    if (this.#participants.size === 0) this.#note("Nobody is here yet to read this");
  }

  async leave(): Promise<void> {
    for (const off of this.#offs) off();
    await this.room.leave();
  }

  /** Who has ended their side, and is not known to have left yet, can be told nothing. */
  #each(act: (participant: Participant) => void): void {
    for (const participant of this.#participants.values()) {
      if (!participant.peer.isOver) act(participant);
    }
  }

  #meet(peer: Peer): void {
    const participant = new Participant(peer);
    this.#participants.set(peer, participant);
    participant.watch(() => this.changed());
    peer.on("data", (data) => this.#hear(participant, messageOf(data)));
    peer.on("channel", (channel) => this.#take(participant, channel));
    send(peer, this.#profile());
    participant.sent = sendTracks(peer, participant.sent, this.media);
    this.changed();
  }

  #part(peer: Peer): void {
    const participant = this.#participants.get(peer);
    this.#participants.delete(peer);
    this.changed();
    if (participant?.isIntroduced) this.#note(`${participant.name} left`);
  }

  #hear(participant: Participant, message: Message | undefined): void {
    if (message?.type === "profile") {
      const isNew = !participant.isIntroduced;
      participant.introduce(message);
      if (isNew) this.#note(`${participant.name} is here`);
    } else if (message) {
      const { name } = participant;
      this.timeline.add({ kind: "text", from: name, isMine: false, text: message.text });
    }
  }

  #take({ name }: Participant, channel: RTCDataChannel): void {
    if (channel.label !== fileLabel) return;
    const transfer = new ReceivingFile(channel);
    const off = transfer.watch(() => {
      off();
      this.timeline.add({ kind: "received-file", from: name, transfer });
    });
  }

  /** My microphone, camera or screen changed. */
  #show(): void {
    this.#each((participant) => {
      send(participant.peer, this.#profile());
      participant.sent = sendTracks(participant.peer, participant.sent, this.media);
    });
    this.changed();
  }

  #profile(): Profile {
    const { media, name } = this;
    const screen = media.isOn("screen") ? { screen: media.screen.id } : {};
    return { type: "profile", name, hasMicrophoneOn: media.isOn("microphone"), ...screen };
  }

  #move(state: ChannelState): void {
    if (state === "reconnecting") this.#note("The signaling server is away; the call goes on");
    this.changed();
  }

  #heed(notice: string): void {
    this.#notice = notice;
    this.#note(`From whoever runs the server: ${notice}`);
    this.changed();
  }

  #fail(problem: string): void {
    this.#problem = problem;
    this.changed();
  }

  #note(text: string): void {
    this.timeline.add({ kind: "notice", text });
  }
}

function send(peer: Peer, message: Message): void {
  try {
    peer.send(JSON.stringify(message));
  } catch {
    // The connection is just closing: whoever leaves need not hear it, and the others must.
  }
}
