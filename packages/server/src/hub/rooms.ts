/** Holds members by room and id, in the order in which they joined. A room exists only while it has members. */
export class Rooms<Member> {
  readonly #rooms = new Map<string, Map<string, Member>>();

  get(room: string, id: string): Member | undefined {
    return this.#rooms.get(room)?.get(id);
  }

  set(room: string, id: string, member: Member): void {
    const members = this.#rooms.get(room);
    if (members) members.set(id, member);
    else this.#rooms.set(room, new Map([[id, member]]));
  }

  delete(room: string, id: string): void {
    const members = this.#rooms.get(room);
    if (members?.delete(id) && members.size === 0) this.#rooms.delete(room);
  }

  get roomCount(): number {
    return this.#rooms.size;
  }

  size(room: string): number {
    return this.#rooms.get(room)?.size ?? 0;
  }

  members(room: string): Iterable<Member> {
    return this.#rooms.get(room)?.values() ?? [];
  }

  clear(): void {
    this.#rooms.clear();
  }
}
