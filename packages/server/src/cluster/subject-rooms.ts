/** Counts the peers of each identity in each room. */
export class SubjectRooms {
  readonly #rooms = new Map<string, Map<string, number>>();

  add(subject: string | undefined, room: string): void {
    if (subject === undefined) return;
    const rooms = this.#rooms.get(subject) ?? new Map<string, number>();
    this.#rooms.set(subject, rooms.set(room, (rooms.get(room) ?? 0) + 1));
  }

  remove(subject: string | undefined, room: string): void {
    const rooms = subject === undefined ? undefined : this.#rooms.get(subject);
    if (!rooms || subject === undefined) return;
    const peers = (rooms.get(room) ?? 0) - 1;
    if (peers > 0) rooms.set(room, peers);
    else rooms.delete(room);
    if (rooms.size === 0) this.#rooms.delete(subject);
  }

  has(subject: string): boolean {
    return this.#rooms.has(subject);
  }

  /** Returns whether one more room would exceed the limit. */
  isFull(subject: string | undefined, room: string, most: number): boolean {
    const rooms = subject === undefined ? undefined : this.#rooms.get(subject);
    return most > 0 && rooms !== undefined && rooms.size >= most && !rooms.has(room);
  }
}
