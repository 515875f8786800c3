/**
 * Grants a peer id that is free, or that a peer of a dead node has: to anybody without a session, or to the same user. The
 * record lacks only its generation and its order.
 */
export const claim = `
local room, peerId, record, wants, maxPeers, maxRooms = unpack(ARGV, 5)
if isGivenUp() or redis.call('EXISTS', P .. 'gate') == 1 then return { 'gate' } end
local r = split(record)
local subject = r[SUBJECT]
local f, held = find(room, peerId)
if f then
  local isOwner = subject ~= '' and f[SUBJECT] == subject
  if isAlive(f[AT]) or not (f[STATE] == PLAIN or isOwner) then return { 'taken', held } end
  f.peerId = peerId
  remove(room, f)
end
if tonumber(maxPeers) > 0 and redis.call('HLEN', roomKey(room)) >= tonumber(maxPeers) then return { 'full' } end
if subject ~= '' and tonumber(maxRooms) > 0 and redis.call('HEXISTS', whoKey(subject), room) == 0
  and redis.call('HLEN', whoKey(subject)) >= tonumber(maxRooms) then return { 'too-many-rooms' } end
r.peerId, r[GEN] = peerId, nextGeneration(f)
-- A restored session has not ended.
if r[STATE] ~= PLAIN then redis.call('DEL', goneKey(r[SESSION])) end
local isOpening = add(room, r, nil, wants == '1' and NODE or nil)
if wants == '1' then snapshot(NODE, room) end
return { 'granted', isOpening and 1 or 0 }
`;

/** Moves a session to a connection of this node. */
export const move = `
local room, peerId, session, subject, socket, shown, attempt, nextHash, generation, from, continuation, wants =
  unpack(ARGV, 5)
if isGivenUp() then return { 'gate' } end
local f, held = find(room, peerId)
if not f or f[SESSION] ~= session then
  local gone = redis.call('GET', goneKey(session))
  local untilMs, ending = string.match(gone or '', '^(%d+) (.*)$')
  if ending and tonumber(untilMs) > nowMs then return { 'absent', ending } end
  -- Its node may not have restated it yet.
  if not gone and redis.call('EXISTS', P .. 'gate') == 1 then return { 'gate' } end
  return { 'absent' }
end
f.peerId = peerId
local isShown = shown ~= '' and (shown == f[HASH] or shown == f[LAST]) and tonumber(attempt) > tonumber(f[ATTEMPT])
if generation ~= '' then isShown = f[GEN] == generation end
if f[STATE] == PLAIN or f[SUBJECT] ~= subject or not isShown then return { 'refused', held } end
local before = f[AT]
f[GEN], f[AT], f[SOCKET], f[STATE], f[UNTIL], f[ATTEMPT] = nextGeneration(f), NODE, socket, RESUMABLE, '0', attempt
f[LAST], f[HASH] = shown, nextHash
f[ISSUED] = generation ~= '' and '1' or num(tonumber(f[ISSUED]) + 1)
if generation ~= '' then f[FROM], f[CONTINUATION] = from, continuation end
change(room, f, before, wants == '1' and NODE or nil)
if wants == '1' then snapshot(NODE, room) end
return { 'moved' }
`;

/** A loss of the last connection counts also after its node has restated it, which gives it another generation. */
export const away = `
local room, peerId, session, socket, joined, generation, graceMs = unpack(ARGV, 5)
local f = find(room, peerId)
if not f or f[SESSION] ~= session then return { 'kept' } end
local isLater = tonumber(f[GEN]) > tonumber(generation)
local isSame = f[SOCKET] == socket and f[JOINED] == joined
if isLater and (not isSame or f[STATE] == AWAY) then return { 'kept' } end
f.peerId = peerId
f[STATE], f[UNTIL] = AWAY, num(nowMs + tonumber(graceMs))
change(room, f, f[AT])
return { 'away' }
`;

/**
 * A leave counts also after the session was adopted or restated, but not after it has moved to another connection. Returns
 * whether the room has no peers now.
 */
export const leave = `
local room, peerId, session, socket, joined, generation, hasEnding, ending, keepMs = unpack(ARGV, 5)
local f = find(room, peerId)
if not f or f[SESSION] ~= session then return { 'kept', isEmpty(room) and 1 or 0 } end
local isLater = tonumber(f[GEN]) > tonumber(generation)
local isSame = f[SOCKET] == socket and f[JOINED] == joined
if isLater and not isSame and f[STATE] ~= AWAY then return { 'kept', 0 } end
f.peerId = peerId
local isKnown = f[AT] == NODE and f[GEN] == generation
local isLast = remove(room, f, hasEnding == '1' and ending or nil, keepMs, isKnown)
return { 'left', isLast and 1 or 0 }
`;

/** Removes all peers of a room at once. Returns their records. */
export const close = `
local room, ending, keepMs = unpack(ARGV, 5)
local all = redis.call('HGETALL', roomKey(room))
local nodes = redis.call('HKEYS', atKey(room))
for i = 1, #all, 2 do
  local f = split(all[i + 1])
  if f then forget(room, f); ended(f, ending, keepMs) end
end
redis.call('DEL', roomKey(room), atKey(room))
redis.call('ZREM', P .. 'rooms', room)
for _, node in ipairs(nodes) do if node ~= '#' then send(node, table.concat({ 'x', room, ending }, '\\r')) end end
table.insert(all, 1, 'closed')
return all
`;
