import {
  type ChannelState,
  joinRoom,
  type Peer,
  type Room,
  type SignalingError,
} from "simple-webrtc-signaling-client";
import { type FileOffer, receiveFiles } from "simple-webrtc-signaling-client/file";
import { ReceivingFile } from "../files/receiving.ts";
import { largestFile } from "../files/transfer.ts";
import { type Message, messageOf, type Profile } from "../text/messages.ts";
import { peerIdFor } from "../text/names.ts";
import { type Unsubscribe, Watchable } from "../watchable.ts";
import type { LocalMedia } from "./local-media.ts";
import { CallNames } from "./names.ts";
import { Participant } from "./participant.ts";
import { sendTracks } from "./send-tracks.ts";
import { Speaking } from "./speaking.ts";
import { Timeline } from "./timeline.ts";
import { dismissalTitle, roomProblem } from "./words.ts";

export interface CallOptions {
  readonly roomName: string;
  readonly token: string | undefined;
  /** The address of the server. */
  readonly url: string;
  /** The path of Socket.IO, if it is not the default. */
  readonly socketPath: string | undefined;
  /** The name that others see. */
  readonly name: string;
  readonly media: LocalMedia;
}

/** How often each connection is measured, in milliseconds. */
const measureEveryMs = 2_000;

/** How often the audio levels are read, in milliseconds. */
const listenEveryMs = 100;

/** Joins a room. Rejects as `joinRoom` does. */
export async function joinCall(options: CallOptions): Promise<Call> {
  const { roomName, token, name, url, socketPath: path } = options;
  const room = await joinRoom({
    url,
    room: roomName,
    peerId: peerIdFor(name),
    ...(token === undefined ? {} : { token }),
    ...(path === undefined ? {} : { path }),
  });
  return new Call(room, options);
}

/** A stay in a room: its participants, its chat, and the media that this page sends. */
export class Call extends Watchable {
  readonly room: Room;
  readonly roomName: string;
  readonly token: string | undefined;
  readonly name: string;
  readonly media: LocalMedia;
  readonly timeline = new Timeline();
  readonly names: CallNames;
  isSpeaking = false;
  readonly #speaking = new Speaking();
  #problem: string | undefined;
  #dismissal: string | undefined;
  #notice: string | undefined;
  readonly #participants = new Map<Peer, Participant>();
  readonly #offs: Unsubscribe[];

  constructor(room: Room, { roomName, token, name, media }: CallOptions) {
    super();
    this.room = room;
    this.roomName = roomName;
    this.token = token;
    this.name = name;
    this.media = media;
    this.names = new CallNames(room.peerId, name);
    const measuring = setInterval(() => this.#each((one) => void one.measure()), measureEveryMs);
    const listening = setInterval(() => this.#listen(), listenEveryMs);
    this.#offs = [
      room.on("peer", (peer) => this.#meet(peer)),
      room.on("leave", (peer) => this.#part(peer)),
      room.on("state", (state) => this.#move(state)),
      room.on("resumed", () => this.#note("Reconnected to the server. No events were missed.")),
      room.on("sessionLost", () =>
        this.#note("Reconnected to the server in a new session. The call continues."),
      ),
      room.on("notice", ({ text }) => this.#show(text)),
      room.on("error", ({ error, peer }) => {
        if (!peer) this.#fail(error);
        else if (error.code === "unavailable") this.#participants.get(peer)?.lackRoute();
      }),
      receiveFiles(room, (offer) => this.#take(offer), { maxBytes: largestFile }),
      media.watch(() => this.#share()),
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

  /** Why the server ended the session, in words. Connections to others stay. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Which action of an administrator ended the call, in words. All connections are closed. */
  get dismissal(): string | undefined {
    return this.#dismissal;
  }

  /** The latest message of the server's administrator, until it is dismissed. */
  get notice(): string | undefined {
    return this.#notice;
  }

  forgetNotice(): void {
    this.#notice = undefined;
    this.changed();
  }

  /** The name to show for a peer of this room, or for this one. */
  nameOf(peerId: string): string {
    return this.names.present.get(peerId) ?? peerId;
  }

  say(text: string): void {
    this.#each(({ peer }) => send(peer, { type: "text", text }));
    const from = this.nameOf(this.room.peerId);
    this.timeline.add({ kind: "text", from, isMine: true, text });
    if (this.#participants.size === 0) this.#note("Nobody else is here to receive this message.");
  }

  async leave(): Promise<void> {
    for (const off of this.#offs) off();
    await this.room.leave();
  }

  /** Skips peers that have closed their side, but are not known to have left yet. */
  #each(act: (participant: Participant) => void): void {
    for (const participant of this.#participants.values()) {
      if (!participant.peer.isOver) act(participant);
    }
  }

  #meet(peer: Peer): void {
    const participant = new Participant(peer);
    this.#participants.set(peer, participant);
    participant.watch(() => this.changed());
    peer.on("data", (data) => this.#receive(participant, messageOf(data)));
    send(peer, this.#profile());
    participant.sent = sendTracks(peer, participant.sent, this.media);
    this.changed();
  }

  #part(peer: Peer): void {
    const participant = this.#participants.get(peer);
    this.#participants.delete(peer);
    this.changed();
    // After a dismissal every peer is closed here; nobody has left the room.
    if (participant?.isIntroduced && this.#dismissal === undefined) {
      this.#note(`${this.nameOf(peer.id)} left.`);
    }
    this.names.leave(peer.id);
  }

  #receive(participant: Participant, message: Message | undefined): void {
    if (message?.type === "profile") {
      const isNew = !participant.isIntroduced;
      this.names.introduce(participant.peer.id, message.name || participant.peer.id);
      participant.introduce(message);
      if (isNew) this.#note(`${this.nameOf(participant.peer.id)} is in the call.`);
    } else if (message) {
      const from = this.nameOf(participant.peer.id);
      this.timeline.add({ kind: "text", from, isMine: false, text: message.text });
    }
  }

  #take(offer: FileOffer): void {
    const from = this.nameOf(offer.peer.id);
    this.timeline.add({ kind: "received-file", from, transfer: new ReceivingFile(offer) });
  }

  #listen(): void {
    this.#each((participant) => participant.listen());
    const isLoud = this.#speaking.measure(this.media.microphoneLevel, performance.now());
    const isSpeaking = this.media.isOn("microphone") && isLoud;
    if (isSpeaking === this.isSpeaking) return;
    this.isSpeaking = isSpeaking;
    this.changed();
  }

  /** The microphone, camera or screen of this page changed. */
  #share(): void {
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
    if (state === "reconnecting") {
      this.#note("The connection to the server was lost. The call continues.");
    }
    this.changed();
  }

  #show(notice: string): void {
    this.#notice = notice;
    this.#note(`Message from the server’s administrator: ${notice}`);
    this.changed();
  }

  #fail(error: SignalingError): void {
    const title = dismissalTitle(error.code);
    if (title === undefined) this.#problem = roomProblem(error);
    else this.#dismiss(title);
    this.changed();
  }

  /** The client closes every connection; the camera and the microphone must not stay open either. */
  #dismiss(title: string): void {
    this.#dismissal = title;
    this.#problem = undefined;
    this.#notice = undefined;
    this.#note(`${title}.`);
    this.media.stop();
  }

  #note(text: string): void {
    this.timeline.add({ kind: "notice", text });
  }
}

function send(peer: Peer, message: Message): void {
  try {
    peer.send(JSON.stringify(message));
  } catch {
    // The connection is just closing. The other peers must still get the message.
  }
}
