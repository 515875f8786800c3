import { RTCPeerConnection } from "werift";
import { onInterrupt } from "../on-interrupt.ts";
import { say } from "../say.ts";
import { settings } from "../settings.ts";
import { type Envelope, isArrivalOf, SignalingChannel } from "../signaling-channel.ts";
import { giveUp } from "./ending.ts";
import { Negotiation } from "./negotiation.ts";
import { Progress } from "./progress.ts";
import { isSignal, type Signal, textOfSignal } from "./signal.ts";

interface MeetingOptions {
  readonly selfId: string;
  readonly otherId: string;
}

/** Two peers that look for each other on the signaling server, and the connection they negotiate there. */
export class Meeting {
  /** The other peer is there; called once. */
  onMet = (): void => {};
  /** We are asked to end, and do so after this. */
  onInterrupt = async (): Promise<void> => {};

  /** Both programs run on one machine. Between machines, `iceServers` names a STUN or TURN server. */
  readonly connection = new RTCPeerConnection({
    iceServers: [],
    iceAdditionalHostAddresses: ["127.0.0.1"],
  });
  readonly signaling: SignalingChannel;
  readonly progress: Progress;
  readonly #selfId: string;
  readonly #otherId: string;
  readonly #negotiation: Negotiation;

  constructor({ selfId, otherId }: MeetingOptions) {
    this.#selfId = selfId;
    this.#otherId = otherId;
    this.progress = new Progress(otherId);
    this.signaling = new SignalingChannel({ peerId: selfId, ...settings });
    this.#negotiation = new Negotiation({
      connection: this.connection,
      send: (signal) => this.#send(signal),
      fail: giveUp,
    });
  }

  begin(): void {
    onInterrupt(() => {
      this.onInterrupt().then(() => process.exit(0), giveUp);
    });
    this.signaling.onRefused = giveUp;
    this.signaling.onReady = () => {
      this.progress.ready();
      say(`${this.#selfId} is ready at ${settings.url}`);
    };
    this.signaling.onMessage = (envelope) => this.#handle(envelope);
    this.signaling.connect();
  }

  #send(signal: Signal): void {
    say(`sent ${textOfSignal(signal)}`);
    this.signaling.sendTo(this.#otherId, signal);
  }

  #handle(envelope: Envelope): void {
    if (isArrivalOf(this.#otherId, envelope)) this.#meet();
    else if (envelope.from !== this.#otherId) return;
    else if (envelope.action === "close") this.progress.lost();
    else if (isSignal(envelope.message)) this.#receive(envelope.message);
  }

  #meet(): void {
    if (!this.progress.met()) return;
    say(`the ${this.#otherId} is there`);
    this.onMet();
  }

  #receive(signal: Signal): void {
    say(`received ${textOfSignal(signal)}`);
    this.#negotiation.receive(signal);
  }
}
