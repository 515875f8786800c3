/** Returns the rooms in which this node has peers according to the store. */
export const ownRooms = `
local answer = redis.call('SMEMBERS', P .. 'in:' .. NODE)
table.insert(answer, 1, 'rooms')
return answer
`;

/** Returns the number of the last change, and the number of peers of this node, for each room. */
export const check = `
local answer = { 'checked' }
for i = 5, #ARGV do
  local values = redis.call('HMGET', atKey(ARGV[i]), '#', NODE)
  answer[#answer + 1] = values[1] or '0'
  answer[#answer + 1] = values[2] or '0'
end
return answer
`;

/**
 * Compares the peers that this node has in one room with the store, and puts back what the store has lost. Returns the ids
 * of the peers that have lost their place. A peer that the store has for this node, and that is not named, leaves or becomes
 * away: its claim or move was granted, but the node never received the response. Ids that are under way stay as they are.
 */
export const restate = `
local room, known, graceMs, underWay = ARGV[5], ARGV[6], ARGV[7], tonumber(ARGV[8])
local lost, isNamed = { 'restated' }, {}
if isGivenUp() then return lost end
local function proven(f, mine)
  -- The client knows the secret of its last attempt.
  if tonumber(f[ATTEMPT]) > tonumber(mine[ATTEMPT]) then
    for i = ATTEMPT, CONTINUATION do mine[i] = f[i] end
  end
end
for i = 9, 8 + underWay do isNamed[ARGV[i]] = true end
for i = 9 + underWay, #ARGV, 2 do
  local peerId, mine = ARGV[i], split(ARGV[i + 1])
  isNamed[peerId] = true
  mine.peerId, mine[AT] = peerId, NODE
  -- A room that was lost with the memory of the store gets its peers back in the order in which they joined.
  local order = tonumber(mine[JOINED]) * 1000
  local f = find(room, peerId)
  if f then f.peerId = peerId end
  if not f then
    if mine[STATE] ~= PLAIN and redis.call('EXISTS', goneKey(mine[SESSION])) == 1 then lost[#lost + 1] = peerId
    else add(room, mine, order) end
  elseif f[SESSION] == mine[SESSION] then
    local isSame = f[AT] == NODE and f[GEN] == mine[GEN] and f[STATE] == mine[STATE]
    -- The last connection of the session is here: another node has adopted it, or the client resumed it here meanwhile.
    local isBack = mine[STATE] == RESUMABLE
      and (f[STATE] == AWAY and f[SOCKET] == mine[SOCKET] or tonumber(mine[ATTEMPT]) > tonumber(f[ATTEMPT]))
    if not isSame and (f[AT] == NODE or isBack or tonumber(f[GEN]) < tonumber(mine[GEN])) then
      proven(f, mine)
      mine[ORDER], mine[GEN] = f[ORDER], nextGeneration(f)
      change(room, mine, f[AT])
    end
    -- Otherwise the session has moved; the snapshot below says so.
  elseif tonumber(f[GEN]) < tonumber(mine[GEN]) then
    remove(room, f)
    add(room, mine, order)
  else lost[#lost + 1] = peerId end
end
local all = redis.call('HGETALL', roomKey(room))
for i = 1, #all, 2 do
  local f = split(all[i + 1])
  if not f then redis.call('HDEL', roomKey(room), all[i])
  elseif f[AT] == NODE and not isNamed[all[i]] then
    f.peerId = all[i]
    -- The client of a session that was moved or restored tries again with the same secret.
    if f[STATE] == PLAIN or f[STATE] == RESUMABLE and f[ISSUED] == '1' and f[FROM] == '' then remove(room, f)
    elseif f[STATE] == RESUMABLE then
      f[STATE], f[UNTIL] = AWAY, num(nowMs + tonumber(graceMs))
      change(room, f, NODE)
    end
  end
end
if (redis.call('HGET', atKey(room), '#') or '0') ~= known then snapshot(NODE, room) end
return lost
`;

/** Keeps the ending of a session that the store has lost. */
export const keepEnding = `
local session, ending, keepMs = unpack(ARGV, 5)
redis.call('SET', goneKey(session), num(nowMs + tonumber(keepMs)) .. ' ' .. ending, 'PX', num(math.max(tonumber(keepMs), 60000)), 'NX')
return { 'kept' }
`;

/** This node has restated all its peers. */
export const restated = `
if not isGivenUp() then redis.call('SADD', P .. 'restated', NODE) end
return { 'restated' }
`;

/**
 * Returns all live nodes if all of them have restated their peers since the memory of the store began. While the gate is
 * closed, there may be others.
 */
export const restatedNodes = `
local answer = redis.call('ZRANGEBYSCORE', P .. 'nodes', '(' .. num(nowMs - LEASE_MS), '+inf')
table.insert(answer, 1, 'nodes')
if redis.call('EXISTS', P .. 'gate') == 1 then return { 'nodes' } end
for i = 2, #answer do
  if redis.call('SISMEMBER', P .. 'restated', answer[i]) == 0 then return { 'nodes' } end
end
return answer
`;

/** Deletes what has another type than the scripts expect, after somebody else wrote it. ARGV: kinds and names of keys. */
export const repair = `
local types = { room = 'hash', at = 'hash', who = 'hash', ['in'] = 'set', nodes = 'zset', cards = 'hash', leases = 'hash',
  rooms = 'zset', restated = 'set', process = 'string', epoch = 'string', gate = 'string' }
local deleted = 0
for i = 5, #ARGV do
  local kind = string.match(ARGV[i], '^(%a+)')
  local type = redis.call('TYPE', P .. ARGV[i]).ok
  if type ~= 'none' and type ~= types[kind] then
    redis.call('DEL', P .. ARGV[i])
    deleted = deleted + 1
  end
end
return { 'repaired', deleted }
`;
